"""Reads a back issue: a file's bytes → title, items, sessions, contacts, and what is wrong in it. Pure."""

from collections.abc import Iterable
from datetime import date

from throughline.publishing.bulletin.reading.files import CannotRead, lines_of
from throughline.publishing.bulletin.reading.issue import IssueFound, read_issue

__all__ = ["CannotRead", "IssueFound", "read"]


def read(content: bytes, *, name: str, today: date, own_addresses: Iterable[str] = ()) -> IssueFound:
    """`name`: the file's, which often tells the month; `today` where nothing does. Raises CannotRead."""
    return read_issue(lines_of(content, name=name), name=name, today=today, own_addresses=own_addresses)
