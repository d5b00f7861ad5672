"""Words in pictures: what XML allows, and lines that fit. Pure."""

import re

# A little wider than the site's font, so that a reader's other font fits as well.
CHARACTER = 0.56

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Without characters that XML forbids, white space as single blanks."""
    return " ".join(_NOT_XML.sub("", text).split())


def width(text: str, size: float) -> float:
    """About how wide the text is, in the units of `size`."""
    return len(text) * size * CHARACTER


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Lines no wider than `room`; a word that is too long is cut with a hyphen. At least one line."""
    longest = max(int(room / (size * CHARACTER)), 2)
    lines: list[str] = []
    line = ""
    for word in clean(text).split(" "):
        rest = word
        while len(rest) > longest:
            if line:
                lines.append(line)
                line = ""
            lines.append(rest[: longest - 1] + "-")
            rest = rest[longest - 1 :]
        if line and len(line) + 1 + len(rest) > longest:
            lines.append(line)
            line = rest
        else:
            line = f"{line} {rest}".strip()
    return [*lines, line] if line or not lines else lines
