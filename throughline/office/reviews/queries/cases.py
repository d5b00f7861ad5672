"""Reads of cases. Everything here but slips and confirmations needs the case's restricted space to be entered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from throughline.foundation.access.actors import Actor
from throughline.foundation.clock import LONDON
from throughline.foundation.restricted.api import Entered, NotHere
from throughline.foundation.statute.calendars import WorkingCalendar, working_calendar
from throughline.foundation.statute.clocks import Due, due_on
from throughline.foundation.statute.editions import editions
from throughline.office.reviews.models import (
    Case,
    CaseClock,
    CaseText,
    ChronologyEntry,
    Confirmation,
    Criterion,
    HouseholdPerson,
    Incident,
    InformationRequest,
    PartnerView,
    PlanStep,
    Slip,
    Told,
)
from throughline.office.reviews.rules.corrections import Correction, Kept, corrections
from throughline.office.reviews.rules.guards import Facts
from throughline.office.reviews.rules.lights import Light, light_of
from throughline.office.reviews.rules.timeline import Entry
from throughline.office.reviews.rules.words import Stage


def case_in(inside: Entered) -> Case:
    """The case of the space that was entered. Raises NotHere for a space that holds none."""
    found = Case.objects.filter(restricted_id=inside.id).select_related("referrer").first()
    if found is None:
        raise NotHere
    return found


def incident_of(case: Case) -> Incident | None:
    return Incident.objects.filter(case=case).first()


def texts_of(case: Case) -> dict[str, CaseText]:
    return {row.part: row for row in CaseText.objects.filter(case=case).select_related("written_by")}


def criteria_of(case: Case) -> dict[str, Criterion]:
    return {row.key: row for row in Criterion.objects.filter(case=case)}


def views_of(case: Case, stage: str = "") -> list[PartnerView]:
    found = PartnerView.objects.filter(case=case).select_related("signed_by", "signs_for")
    return list(found.filter(stage=stage) if stage else found)


ENTRY_FIELDS = (
    "on", "time", "agency__name", "child", "event", "theme", "what", "known_on", "source", "request_id",
)  # fmt: skip


def told_of(case: Case) -> list[Told]:
    return list(Told.objects.filter(case=case).select_related("by"))


def whom_to_tell(incident: Incident) -> list[str]:
    """By the edition in force on the day on which the authority became aware."""
    edition = editions().on(incident.aware_at.astimezone(LONDON).date())
    wanted = {"looked_after": "A looked-after child died", "care_leaver": "A care leaver up to the age of 25 died"}
    when = wanted.get(incident.standing, "") if incident.harm == "died" else ""
    return [each.who for each in edition.tells if each.when == when]


def requests_of(case: Case) -> list[InformationRequest]:
    return list(InformationRequest.objects.filter(case=case).select_related("agency", "person"))


def household_of(case: Case) -> list[HouseholdPerson]:
    return list(HouseholdPerson.objects.filter(case=case))


def plan_of(case: Case) -> list[PlanStep]:
    return list(PlanStep.objects.filter(case=case))


def entries_of(case: Case, request_id: int | None = None) -> list[Entry]:
    """As the timeline takes them. One query."""
    rows = ChronologyEntry.objects.filter(case=case)
    if request_id is not None:
        rows = rows.filter(request_id=request_id)
    return [Entry(*row) for row in rows.order_by("on", "time", "pk").values_list("pk", *ENTRY_FIELDS)]


def typed_entry(case: Case, entry_id: int) -> ChronologyEntry:
    """One that a member typed. Raises ChronologyEntry.DoesNotExist for what an agency returned as for none."""
    return ChronologyEntry.objects.get(case=case, request=None, pk=entry_id)


def corrections_of(case: Case) -> list[Correction]:
    """What members corrected or took out, the latest first. One query."""
    rows = ChronologyEntry.history.filter(case_id=case.pk, request=None).order_by("history_id")
    more = ("history_date", "history_user__name", "history_user__email", "history_type")
    return corrections(
        Kept(Entry(*said), at, name or email or "", gone=kind == "-")
        for *said, at, name, email, kind in rows.values_list("id", *ENTRY_FIELDS, *more)
    )


def facts_of(case: Case, stage: Stage) -> Facts:
    """What the guards look at. Five queries."""
    incident = incident_of(case)
    return Facts(
        criteria={key: row.reasons for key, row in criteria_of(case).items()},
        signed=frozenset(view.partner for view in views_of(case, stage)),
        harm=bool(incident and incident.harm),
        aware=incident is not None,
        outcome=case.outcome,
        open_requests=InformationRequest.objects.filter(case=case, answer="").count(),
        texts=frozenset(part for part, row in texts_of(case).items() if row.text.strip()),
    )


@dataclass(frozen=True)
class ClockRow:
    """A clock as it stands on a day. `check`: the time limit is uncertain and no administrator has confirmed it."""

    id: int
    code: str
    title: str
    started_on: date
    due_on: date
    met_on: date | None
    light: Light
    check: bool
    paused: str


def clocks_of(case: Case, today: date) -> list[ClockRow]:
    """Two queries, and one for what was confirmed."""
    rows = CaseClock.objects.filter(case=case).prefetch_related("pauses").order_by("due_on", "pk")
    return [_clock_row(row, today, confirmed()) for row in rows]


def _clock_row(row: CaseClock, today: date, sure: set[tuple[str, str]]) -> ClockRow:
    open_pause = next((pause for pause in row.pauses.all() if pause.ends is None), None)
    limit = next((c for e in editions().all if e.id == row.edition for c in e.clocks if c.code == row.code), None)
    return ClockRow(
        row.pk, row.code, limit.title if limit else row.code, row.started_on, row.due_on, row.met_on,
        light_of(due=row.due_on, today=today, met_on=row.met_on, paused=open_pause is not None),
        check=limit is None or (limit.sure != "high" and (row.edition, row.code) not in sure),
        paused=open_pause.reason if open_pause else "",
    )  # fmt: skip


def clock(case: Case, clock_id: int) -> CaseClock:
    """Raises CaseClock.DoesNotExist."""
    return CaseClock.objects.prefetch_related("pauses__by").get(case=case, pk=clock_id)


def reckoned(row: CaseClock) -> Due:
    """How its due day is counted now."""
    return due_on(row.code, row.started_on)


def calendar() -> WorkingCalendar:
    return working_calendar("england-and-wales")


def confirmed() -> set[tuple[str, str]]:
    """(edition, code) of the time limits that an administrator confirmed. In the home space."""
    return set(Confirmation.objects.values_list("edition", "code"))


def confirmations() -> QuerySet[Confirmation]:
    return Confirmation.objects.select_related("by")


def my_slips(actor: Actor) -> QuerySet[Slip]:
    """What one referred and what one is asked for: what is open first. One query."""
    user_id = actor.user.pk if actor.user else None
    return Slip.objects.filter(person_id=user_id, person__isnull=False).select_related("restricted")


def my_slip(actor: Actor, slip_id: int) -> Slip:
    """Raises Slip.DoesNotExist for another's as for none."""
    return my_slips(actor).get(pk=slip_id)


def my_referral(actor: Actor, slip: Slip) -> Case:
    """Inside the space: the case that this very person referred. Raises NotHere."""
    found = Case.objects.filter(pk=slip.record_id, referrer_id=actor.user.pk if actor.user else None).first()
    if found is None or slip.kind != Slip.Kind.REFERRAL:
        raise NotHere
    return found


def my_request(actor: Actor, slip: Slip) -> InformationRequest:
    """Inside the space: the request that is addressed to this very person. Raises NotHere."""
    mine = InformationRequest.objects.filter(pk=slip.record_id, person_id=actor.user.pk if actor.user else None)
    found = mine.exclude(answer="withdrawn").select_related("agency").first()
    if found is None or slip.kind != Slip.Kind.REQUEST:
        raise NotHere
    return found


def my_entry(request: InformationRequest, entry_id: int) -> ChronologyEntry:
    """Of one's own request. Raises NotHere."""
    found = ChronologyEntry.objects.filter(request=request, pk=entry_id).first()
    if found is None:
        raise NotHere
    return found


def names_of_values(entries: Iterable[Entry], name: str) -> list[str]:
    """The different values of one field, for a filter."""
    return sorted({getattr(each, name) for each in entries if getattr(each, name)})
