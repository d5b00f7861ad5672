"""Pictures as PNG, for Word. The renderer is loaded when first used: 90 MB of memory, so the worker's alone."""

from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"


def png(svg: str, scale: int = 3) -> bytes:
    return bytes(renderer().svg_to_png(svg, scale=scale))


@cache
def renderer() -> Any:
    """vl-convert with our font."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert
