"""Icons of variation and assurance: a letter and a drawn sign in a circle, the words beside them given along. Pure."""

from throughline.foundation.charts import drawing as d

SIDE = 48

# What the latest point of a series says (dataset.rules.spc.variation): letter, colour, shape of the sign.
_VARIATION: dict[str, tuple[str, str, d.Shape, bool | None]] = {
    "common": ("", d.GREY, "circle", None),
    "improving_high": ("H", d.BLUE, "diamond", True),
    "improving_low": ("L", d.BLUE, "diamond", False),
    "concerning_high": ("H", d.ORANGE, "square", True),
    "concerning_low": ("L", d.ORANGE, "square", False),
    "neutral_high": ("", d.PURPLE, "triangle-up", True),
    "neutral_low": ("", d.PURPLE, "triangle-down", False),
}
# Whether a target will be met (dataset.rules.spc.assurance).
_ASSURANCE: dict[str, tuple[str, str]] = {
    "consistently_passing": ("P", d.BLUE),
    "consistently_failing": ("F", d.ORANGE),
    "inconsistent": ("?", d.GREY),
}


def variation_icon(code: str, said: str) -> str:
    """SVG for a code of variation; `said` is its text for who cannot see it, and stands beside it for everybody."""
    letter, colour, shape, high = _VARIATION[code]
    if high is None:
        wave = d.broken_line([(10, 26), (17, 20), (24, 27), (31, 21), (38, 26)], stroke=colour)
        return _round(
            said, colour, wave + "".join(d.mark(x, y, shape, fill=colour, size=3) for x, y in ((17, 20), (31, 21)))
        )
    if not letter:
        return _round(said, colour, d.mark(24, 24, shape, fill=colour, size=9))
    path = [(9.0, 33.0), (17.0, 29.0), (25.0, 24.0)] if high else [(9.0, 15.0), (17.0, 19.0), (25.0, 24.0)]
    line = d.broken_line([(x, y) for x, y in path], stroke=d.GREY)
    sign = line + d.mark(25, 24, shape, fill=colour, size=4.5)
    return _round(
        said, colour, sign + d.text(34, 21 if high else 38, letter, size=16, bold=True, anchor="middle", fill=colour)
    )


def assurance_icon(code: str, said: str) -> str:
    letter, colour = _ASSURANCE[code]
    target = d.rule(8, 31, 40, 31, stroke=colour, wide=2, dashes="4 3")
    return _round(said, colour, target + d.text(24, 26, letter, size=20, bold=True, anchor="middle", fill=colour))


def _round(said: str, colour: str, inside: str) -> str:
    ring = f'<circle cx="24" cy="24" r="22" fill="#ffffff" stroke="{colour}" stroke-width="3"/>'
    return d.framed(said, said, SIDE, SIDE, ring + inside)
