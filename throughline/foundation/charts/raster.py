"""Pictures as PNG, for Word. The renderer is loaded when first used: 90 MB of memory, so the worker's alone."""

from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"


def png(svg: str, scale: int = 2) -> bytes:
    """`scale` 2: 250 dots an inch across a page of Word; a third more would cost twice the time."""
    return bytes(renderer().svg_to_png(svg, scale=scale))


@cache
def renderer() -> Any:
    """vl-convert with our font."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert
