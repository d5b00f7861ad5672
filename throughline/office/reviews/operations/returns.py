"""Agencies are asked, chased, and answer; chronologies are typed or come by spreadsheet."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from simple_history.utils import bulk_create_with_history

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.restricted import api as restricted
from throughline.foundation.restricted.api import Entered, RestrictedPermission
from throughline.foundation.ui import formats
from throughline.office.reviews.models import Case, ChronologyEntry, InformationRequest, Slip
from throughline.office.reviews.notices import Asked
from throughline.office.reviews.operations.cases import writable
from throughline.office.reviews.permissions import ReviewsPermission
from throughline.office.reviews.queries.cases import my_request
from throughline.office.reviews.restricted_spaces import CASE as SPACE_KIND
from throughline.office.reviews.rules.reviewing import reminder_due

ANSWERED = "This request was answered. Ask the lead of the review if something must be put right."
RETURNED = "An agency returned this entry. It stays as it is; add an entry of your own that says what is different."


@dataclass(frozen=True)
class EntryInput:
    on: date
    what: str
    time: str = ""
    child: str = ""
    event: str = ""
    theme: str = ""
    known_on: date | None = None
    source: str = ""


@operation(RestrictedPermission.ENTER)
def ask_agency(
    *, inside: Entered, agency_id: int, person_id: int, child: str, asks: str, due: date, by: Actor, at: datetime,
    real_at: datetime,
) -> InformationRequest:  # fmt: skip
    """One agency by one person, who sees this request alone. Raises Refused."""
    case = writable(inside)
    if not child.strip() or not asks.strip():
        raise Refused("Say about whom, and what is asked.")
    if InformationRequest.objects.filter(case=case, agency_id=agency_id).exclude(answer="withdrawn").exists():
        raise Refused("This agency was asked already.")
    row = InformationRequest.objects.create(
        space_id=inside.space_id, case=case, agency_id=agency_id, person_id=person_id, child=child.strip(),
        asks=asks.strip(), asked_on=at.date(), due=due,
    )  # fmt: skip
    slip = Slip.objects.create(
        space_id=case.restricted.space_id, restricted_id=inside.id, person_id=person_id, kind=Slip.Kind.REQUEST,
        record_id=row.pk, made_on=at.date(), due=due,
    )  # fmt: skip
    _tell(inside, slip, row, real_at)
    return row


@operation(RestrictedPermission.ENTER)
def chase(*, inside: Entered, request_id: int, by: Actor, at: datetime, real_at: datetime) -> InformationRequest:
    row = InformationRequest.objects.get(case=writable(inside), pk=request_id)
    if row.answer:
        raise Refused("This request is answered or taken back.")
    _remind(inside, row, at.date(), real_at)
    return row


@operation(None)
def chase_by_itself(*, today: date, by: Actor, at: datetime) -> int:
    """RV-C1. The schedule's own, without a permission: everybody whose answer is due is reminded, once a milestone.
    Returns how many were. `at` is real."""
    chased = 0
    for space in restricted.all_spaces().filter(kind=SPACE_KIND):
        with restricted.as_system(space.pk) as inside:
            for row in InformationRequest.objects.filter(answer="").select_related("person"):
                if reminder_due(due=row.due, today=today, last=row.chased_on):
                    _remind(inside, row, today, at)
                    chased += 1
    return chased


@operation(RestrictedPermission.ENTER)
def withdraw_request(*, inside: Entered, request_id: int, by: Actor, at: datetime) -> InformationRequest:
    row = InformationRequest.objects.get(case=writable(inside), pk=request_id)
    if row.answer:
        raise Refused("This request is answered or taken back.")
    row.answer, row.answered_at = "withdrawn", at
    row.save(update_fields=["answer", "answered_at"])
    Slip.objects.filter(restricted_id=inside.id, kind=Slip.Kind.REQUEST, record_id=row.pk).delete()
    return row


@operation(ReviewsPermission.REFER)
def answer_request(*, slip: Slip, known: bool, summary: str, by: Actor, at: datetime) -> InformationRequest:
    """By the person who was asked, inside the space for this one record. *Not known to us* is an answer."""
    row = my_request(by, slip)
    if row.answer:
        raise Refused(ANSWERED)
    if known and not summary.strip():
        raise Refused("Write the summary, or say that the child is not known to you.")
    row.answer, row.summary, row.answered_at = ("known" if known else "not_known"), summary.strip() if known else "", at
    row.save(update_fields=["answer", "summary", "answered_at"])
    slip.done_on = at.date()
    slip.save(update_fields=["done_on"])
    return row


@operation(ReviewsPermission.REFER)
def return_entries(*, slip: Slip, rows: Sequence[EntryInput], by: Actor, at: datetime) -> int:
    """Chronology rows of the agency that was asked, until it has answered. All of them or none."""
    request = my_request(by, slip)
    if request.answer:
        raise Refused(ANSWERED)
    return _keep(request.case, request.agency_id, request, rows, by)


@operation(ReviewsPermission.REFER)
def change_entry(*, slip: Slip, entry_id: int, row: EntryInput, by: Actor, at: datetime) -> ChronologyEntry:
    """One's own agency's, until it has answered. Raises Refused, ChronologyEntry.DoesNotExist."""
    request = my_request(by, slip)
    if request.answer:
        raise Refused(ANSWERED)
    found = ChronologyEntry.objects.get(request=request, pk=entry_id)
    _check(1, row)
    for name, value in _said(row).items():
        setattr(found, name, value)
    found.save()
    return found


@operation(ReviewsPermission.REFER)
def remove_entry(*, slip: Slip, entry_id: int, by: Actor, at: datetime) -> None:
    """One's own agency's, until it has answered."""
    request = my_request(by, slip)
    if request.answer:
        raise Refused(ANSWERED)
    for row in ChronologyEntry.objects.filter(request=request, pk=entry_id):
        row.delete()


@operation(RestrictedPermission.ENTER)
def add_entries(*, inside: Entered, agency_id: int, rows: Sequence[EntryInput], by: Actor, at: datetime) -> int:
    """Typed by a member, from an agency's papers."""
    return _keep(writable(inside), agency_id, None, rows, by)


@operation(RestrictedPermission.ENTER)
def correct_entry(
    *, inside: Entered, entry_id: int, agency_id: int, row: EntryInput, by: Actor, at: datetime
) -> ChronologyEntry:
    """One that a member typed; its history keeps what it said. Raises Refused, ChronologyEntry.DoesNotExist."""
    found = _typed(writable(inside), entry_id)
    _check(1, row)
    said = {"agency_id": agency_id, **_said(row)}
    if any(getattr(found, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(found, name, value)
        found.save()
    return found


@operation(RestrictedPermission.ENTER)
def take_out_entry(*, inside: Entered, entry_id: int, by: Actor, at: datetime) -> None:
    """One that a member typed; its history keeps it. Raises Refused, ChronologyEntry.DoesNotExist."""
    _typed(writable(inside), entry_id).delete()


def _typed(case: Case, entry_id: int) -> ChronologyEntry:
    found = ChronologyEntry.objects.get(case=case, pk=entry_id)
    if found.request_id is not None:
        raise Refused(RETURNED)
    return found


def _keep(case: Case, agency_id: int, request: InformationRequest | None, rows: Sequence[EntryInput], by: Actor) -> int:
    for number, row in enumerate(rows, start=1):
        _check(number, row)
    made = [
        ChronologyEntry(space_id=case.space_id, case=case, request=request, agency_id=agency_id, **_said(row))
        for row in rows
    ]
    return len(bulk_create_with_history(made, ChronologyEntry, default_user=by.user))


def _check(number: int, row: EntryInput) -> None:
    if not row.what.strip():
        raise Refused(f"Entry {number}: say what is on record.")
    if row.known_on is not None and row.known_on < row.on:
        raise Refused(f"Entry {number}: the agency cannot have known of it before it happened.")


def _said(row: EntryInput) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(row).items()}


def _remind(inside: Entered, row: InformationRequest, today: date, real_at: datetime) -> None:
    row.chased += 1
    row.chased_on = today
    row.save(update_fields=["chased", "chased_on"])
    slip = Slip.objects.get(restricted_id=inside.id, kind=Slip.Kind.REQUEST, record_id=row.pk)
    _tell(inside, slip, row, real_at)


def _tell(inside: Entered, slip: Slip, row: InformationRequest, real_at: datetime) -> None:
    url = site_link(reverse("reviews:slip", args=[slip.pk]))
    notice = Asked(reference=inside.reference, due=formats.day(row.due), again=row.chased, url=url)
    put(notice, to=row.person.email, key=f"{notice.kind}:{row.pk}:{row.chased}", at=real_at)
