"""A stranger's file name made fit for an address and a disk. Pure."""

import re
import unicodedata

LONGEST = 100
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$")


def clean_name(given: str, ending: str) -> str:
    """ASCII letters, digits and hyphens, then the one ending that the content has: "../Lügen.pdf.exe" with ".pdf"
    becomes "Lugen-pdf.pdf". Paths, control characters, direction marks, other dots and names that Windows keeps for
    itself go; a name of which nothing is left is "file".
    """
    last = re.split(r"[/\\]", given)[-1]
    if last.lower().endswith((ending, ".jpeg" if ending == ".jpg" else ending)):
        last = last[: last.rindex(".")]
    else:
        stem, dot, end = last.rpartition(".")
        last = stem if dot and end.isalnum() and len(end) <= 5 else last
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[: LONGEST - len(ending)].strip("-")
    if not plain or _RESERVED.match(plain.lower()):
        plain = "file"
    return plain + ending


def shown_name(given: str) -> str:
    """The name as its owner gave it, for people to read: one line, nothing invisible, at most 150 characters."""
    last = re.split(r"[/\\]", given)[-1]
    kept = "".join(mark for mark in unicodedata.normalize("NFC", last) if mark.isprintable())
    return " ".join(kept.split())[:150] or "file"
