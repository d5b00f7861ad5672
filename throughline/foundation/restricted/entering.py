"""The only way into a restricted space: `with entered(…)`; for views, `@member_page(…)` in views_inside.py."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.restricted import queries
from throughline.foundation.restricted.models import RestrictedSpace
from throughline.foundation.restricted.operations import keep_look
from throughline.foundation.restricted.queries import Entered
from throughline.foundation.tenancy import scope


class NotHere(LookupError):
    """There is no such space, or it is not for this person; nobody can tell which."""


@contextmanager
def entered(actor: Actor, restricted_id: int, *, what: str, at: datetime) -> Iterator[Entered]:
    """The space's rows are in scope while the block runs. The look is kept first. Raises NotHere. `at` is real."""
    try:
        row = queries.find(restricted_id)
    except RestrictedSpace.DoesNotExist as error:
        raise NotHere from error
    part = queries.part_of(actor, row.pk, at)
    if part is None:
        raise NotHere
    keep_look(restricted_id=row.pk, by=actor, part=part, what=what, at=at)
    with _inside(row):
        yield Entered(row.pk, row.reference, row.place_id, part)


@contextmanager
def for_one_record(actor: Actor, restricted_id: int, *, what: str, at: datetime) -> Iterator[Entered]:
    """For somebody who is no member and answers one request: the app's query inside must find what is addressed to
    this very person, or raise NotHere. The look is kept only when it did, at the end of the block."""
    try:
        row = queries.find(restricted_id)
    except RestrictedSpace.DoesNotExist as error:
        raise NotHere from error
    part = queries.part_of(actor, row.pk, at) or queries.Part.READER
    with _inside(row):
        yield Entered(row.pk, row.reference, row.place_id, part)
    keep_look(restricted_id=row.pk, by=actor, part=part, what=what, at=at)


@contextmanager
def as_system(restricted_id: int) -> Iterator[Entered]:
    """For the schedule and for the operation that opens a space. No look: nobody is shown anything."""
    row = queries.find(restricted_id)
    with _inside(row):
        yield Entered(row.pk, row.reference, row.place_id, queries.Part.LEAD)


@contextmanager
def _inside(row: RestrictedSpace) -> Iterator[None]:
    now = scope.current()
    with scope.activate(replace(now, space_ids=now.space_ids | {row.place_id}, restricted_id=row.place_id)):
        yield
