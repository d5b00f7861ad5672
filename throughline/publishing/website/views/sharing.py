"""The picture that stands for the site where somebody shares a link to it: the partnership's name on its colour."""

import textwrap
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from throughline.foundation import charts
from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.names import slug_of

WIDTH, HEIGHT, MARGIN = 1200, 630, 90  # as those who show links ask for
BAND, LINE, INK = "#0b3c5d", "#ffdd00", "#ffffff"
FONTS = Path(charts.__file__).parent / "fonts"
LETTERS = 30  # of the largest size in a line


@public
@require_safe
def picture(request: Request) -> HttpResponse:
    name = request.partnership.name
    etag = quote_etag(f"share-{slug_of(name)}")
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    response = HttpResponse(drawn(name), content_type="image/png")
    response["ETag"], response["Cache-Control"] = etag, "public, max-age=86400"
    return response


@lru_cache(maxsize=50)
def drawn(name: str) -> bytes:
    """A PNG. Long names are written smaller."""
    from PIL import Image, ImageDraw, ImageFont

    lines = textwrap.wrap(name, LETTERS) or [name]
    if len(lines) > 4:
        lines = textwrap.wrap(name, LETTERS * 2)[:8]
    size = 68 if len(lines) <= 4 else 36
    made = Image.new("RGB", (WIDTH, HEIGHT), BAND)
    draw = ImageDraw.Draw(made)
    font = ImageFont.truetype(str(FONTS / "AtkinsonHyperlegibleNext_700Bold.ttf"), size)
    top = (HEIGHT - len(lines) * size * 1.25) / 2
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * size * 1.25), line, font=font, fill=INK)
    draw.rectangle((0, HEIGHT - 24, WIDTH, HEIGHT), fill=LINE)
    out = BytesIO()
    made.save(out, "PNG", optimize=True)
    return out.getvalue()
