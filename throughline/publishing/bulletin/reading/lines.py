"""A back issue's file → its lines, each with what the file says of it: a heading, an item of a list, or nothing."""

import re
from dataclasses import dataclass

BULLETS = "·•▪●◦‣∙–-*"
LONGEST_HEADING = 95
_EMAIL_OR_LINK = re.compile(r"@|https?://|www\.", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """`number` from 1, as in the file (paragraphs of a Word document and blocks of a page count as lines)."""

    number: int
    text: str
    heading: bool = False
    bullet: bool = False


def lines_of_text(text: str) -> list[Line]:
    """Plain text says nothing of headings: a short line that ends like none of a sentence is taken for one."""
    found = []
    for number, raw in enumerate(text.splitlines(), start=1):
        stripped = " ".join(raw.split())
        if not stripped:
            continue
        bullet = stripped[0] in BULLETS and stripped[1:2] in (" ", "\u00a0", "")
        words = stripped.lstrip(BULLETS + " \u00a0") if bullet else stripped
        if words:
            found.append(Line(number, words, heading=not bullet and looks_like_a_heading(words), bullet=bullet))
    return found


def looks_like_a_heading(text: str) -> bool:
    """'Asthma training', 'Who are MSCP and what is their role?'; no sentence, label, address or half of a sentence."""
    if len(text) > LONGEST_HEADING or text[-1] in ".:;,!" or _EMAIL_OR_LINK.search(text):
        return False
    return text[0].isupper() or text[0].isdigit()
