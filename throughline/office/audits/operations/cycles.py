"""Cycles: made from a published version, bodies chosen or imported, launched, extended, closed.

`at` is the business moment; `real_at` the real one, for mail.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.sheets.api import take_upload
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.ui import formats
from throughline.foundation.workflow.api import begin, fire
from throughline.office.audits.models import AssessmentCycle, AuditCycle, Body, Extension, Return, SetVersion
from throughline.office.audits.notices import Invited, SentBack
from throughline.office.audits.operations.staff import add_links
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.queries.staff import survey_of
from throughline.office.audits.rules.question_sets import QuestionSet
from throughline.office.audits.rules.returns import CHASE_DAYS
from throughline.office.audits.rules.scales import CarryRule
from throughline.office.audits.workflow import CYCLE, RETURN

# How a partnership's folder writes the kinds, so that a cycle planned there is the one that is launched here.
RECORD_KINDS = {"section_11": "section 11", "section_175": "section 175/157", "own": "own question set"}


@dataclass(frozen=True)
class CycleInput:
    """`space_id`: the joint space of a joint cycle; None for the partnership's own."""

    title: str
    version_id: int
    year: str
    opens_on: date
    due: date
    introduction: str = ""
    chase_days: Sequence[int] = CHASE_DAYS
    previous_id: int | None = None
    carry_rule: CarryRule = CarryRule.CAUTIOUS
    space_id: int | None = None


@dataclass(frozen=True)
class BodyInput:
    """Who is asked. `organisation_id` of an agency on record, with its space; or a school by its URN."""

    name: str
    kind: str
    why: str = "statutory"
    email: str = ""
    contact: str = ""
    urn: str = ""
    trust: str = ""
    organisation_id: int | None = None
    space_id: int | None = None


@operation(AuditsPermission.MANAGE)
def make_cycle(*, given: CycleInput, by: Actor, at: datetime) -> AssessmentCycle:
    """A draft. Its questions are copied, so that every partnership of a joint cycle has them. Raises Refused."""
    version = SetVersion.objects.select_related("question_set").get(pk=given.version_id)
    if version.published_on is None:
        raise Refused("Publish the question set first: a cycle asks what does not change any more.")
    if given.due <= given.opens_on:
        raise Refused("The due day must be after the day it opens.")
    space_id = given.space_id or scope.current().home_id
    if space_id not in scope.current().space_ids:
        raise Refused("This partnership has no such shared space.")
    kind, previous = version.question_set.kind, None
    if given.previous_id is not None:
        previous = AssessmentCycle.objects.get(pk=given.previous_id)
        if previous.kind != kind:
            raise Refused("The cycle before must be of the same kind.")
    if AssessmentCycle.objects.filter(space_id=space_id, kind=kind, year=given.year, title=given.title).exists():
        raise Refused("A cycle of this kind, year and title is there already.")
    cycle = AssessmentCycle.objects.create(
        space_id=space_id, title=given.title.strip(), kind=kind, year=given.year.strip(),
        set_title=version.question_set.title, set_version=version.number, content=version.content,
        introduction=given.introduction.strip(), opens_on=given.opens_on, due=given.due,
        chase_days=sorted(set(given.chase_days)), previous=previous, carry_rule=given.carry_rule,
        run_by_id=scope.current().partnership_id,
    )  # fmt: skip
    begin(CYCLE, cycle, by=by, at=at)
    return cycle


@operation(AuditsPermission.MANAGE)
def ask_bodies(*, cycle_id: int, bodies: Sequence[BodyInput], by: Actor, at: datetime, real_at: datetime) -> int:
    """Each gets its return, once; of those asked already, lead and names are brought up to date while nothing was
    answered. Returns how many are new. In a cycle that is open, the new ones are told. Raises Refused."""
    cycle = AssessmentCycle.objects.get(pk=cycle_id)
    if cycle.state == "closed":
        raise Refused("The cycle is closed.")
    if cycle.state == "draft":
        _runs(cycle, "Choose who answers for you once it is launched.")  # who launches it tells those that it can see
    questions = cycle.questions
    home, new = scope.current().home_id, []
    counts: dict[str, int] = {}
    for given in bodies:
        space_id = given.space_id or home
        if cycle.space_id == home and space_id != home:
            space_id = home  # a cycle of one partnership asks for itself alone
        body = _body(given, space_id)
        if given.kind not in counts:
            counts[given.kind] = sum(len(found) for _, found in questions.asked_of(given.kind))
        row, made = Return.objects.get_or_create(
            cycle=cycle, body=body,
            defaults={
                "space_id": body.space_id, "name": body.name, "kind": body.kind, "urn": body.urn, "trust": body.trust,
                "why": given.why, "due": cycle.due, "lead_email": body.email, "asked": counts[given.kind],
            },
        )  # fmt: skip
        if made:
            begin(RETURN, row, by=by, at=at)
            new.append(row)
        elif row.state == "not_started" and (row.lead_email, row.name, row.trust) != (
            body.email, body.name, body.trust
        ):  # fmt: skip
            row.lead_email, row.name, row.trust = body.email, body.name, body.trust
            row.save()
    if cycle.state == "open":
        for row in new:
            _invite(cycle, row, real_at)
        if new:
            _on_record(cycle)
            add_links(cycle, new, survey_of(cycle.pk), by=by, real_at=real_at)
    return len(new)


def _runs(cycle: AssessmentCycle, instead: str) -> None:
    """A joint cycle is prepared, launched and closed by the partnership that made it. Raises Refused."""
    if cycle.run_by_id != scope.current().partnership_id:
        raise Refused(f"{cycle.run_by.name} runs this cycle. {instead}")


def _on_record(cycle: AssessmentCycle) -> AuditCycle:
    """Among the audits of this partnership, for its yearly report."""
    record, _ = AuditCycle.objects.get_or_create(
        space_id=scope.current().home_id, kind=RECORD_KINDS[cycle.kind], cycle=cycle.year, theme="",
        defaults={"note": cycle.title, "position": AuditCycle.objects.count()},
    )  # fmt: skip
    return record


def _body(given: BodyInput, space_id: int) -> Body:
    key: dict[str, Any] = {"organisation_id": given.organisation_id}
    if not given.organisation_id:
        key = {"urn": given.urn} if given.urn else {"name": given.name, "organisation_id": None, "urn": ""}
    body = Body.objects.filter(space_id=space_id, **key).first() or Body(space_id=space_id, **key)
    body.name, body.kind, body.trust = given.name.strip(), given.kind, given.trust.strip()
    if given.email:
        body.email, body.contact = given.email.strip().lower(), given.contact.strip()
    body.save()
    return body


@operation(AuditsPermission.MANAGE)
def import_schools(
    *,
    cycle_id: int,
    bodies: Sequence[BodyInput],
    upload_id: int,
    purpose: str,
    by: Actor,
    at: datetime,
    real_at: datetime,
) -> int:
    """All or nothing, each upload once. Raises Refused."""
    take_upload(upload_id=upload_id, purpose=purpose, by=by, at=real_at)
    return ask_bodies(cycle_id=cycle_id, bodies=bodies, by=by, at=at, real_at=real_at)


@operation(AuditsPermission.MANAGE)
def launch(*, cycle_id: int, by: Actor, at: datetime, real_at: datetime) -> int:
    """Everybody asked is told; the cycle stands on record for the yearly report. Returns how many. Raises Refused."""
    cycle = AssessmentCycle.objects.get(pk=cycle_id)
    _runs(cycle, "It is launched there.")
    asked = list(cycle.returns.order_by("pk"))
    if not asked:
        raise Refused("Choose first who answers.")
    without = [row.name for row in asked if not row.lead_email]
    if without:
        names = ", ".join(without[:5]) + (f" and {len(without) - 5} more" if len(without) > 5 else "")
        raise Refused(f"There is no address yet for {names}.")
    fire(CYCLE, cycle, "launch", by=by, at=at)
    record = _on_record(cycle)
    cycle.record = record if record.space_id == cycle.space_id else None
    cycle.save(update_fields=["record"])
    for row in asked:
        _invite(cycle, row, real_at)
    return len(asked)


def _invite(cycle: AssessmentCycle, row: Return, real_at: datetime) -> None:
    if not row.lead_email:
        return
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    put(
        Invited(
            partnership=partnership.name, title=cycle.title, body=row.name, why=row.get_why_display(),
            questions=row.asked, due=formats.weekday(row.due), url=site_link(f"/self-assessments/{row.pk}/"),
        ),
        to=row.lead_email, key=f"{Invited.kind}:{row.pk}", at=real_at,
    )  # fmt: skip


@operation(AuditsPermission.MANAGE)
def close(*, cycle_id: int, by: Actor, at: datetime) -> AssessmentCycle:
    cycle = AssessmentCycle.objects.get(pk=cycle_id)
    _runs(cycle, "It is closed there, for both.")
    fire(CYCLE, cycle, "close", by=by, at=at)
    return cycle


@operation(AuditsPermission.MANAGE)
def extend(*, return_id: int, due: date, reason: str, by: Actor, at: datetime) -> Return:
    """Later, with the reason, which stays. Raises Refused, Return.DoesNotExist."""
    row = Return.objects.select_related("cycle").get(pk=return_id)
    if not reason.strip():
        raise Refused("Say why it is extended.")
    if due <= row.due:
        raise Refused(f"The new day must be after {formats.day(row.due)}.")
    if row.state in ("submitted", "accepted"):
        raise Refused("It is handed in already.")
    Extension.objects.create(
        space_id=row.space_id, of=row, due_before=row.due, due_after=due, reason=reason.strip(), by=by.user, at=at
    )
    row.due = due
    row.save(update_fields=["due"])
    return row


@operation(AuditsPermission.MANAGE)
def name_lead(*, return_id: int, email: str, by: Actor, at: datetime, real_at: datetime) -> Return:
    """Somebody else answers for the body; told at once where the cycle is open."""
    row = Return.objects.select_related("cycle", "body").get(pk=return_id)
    row.lead_email = row.body.email = email.strip().lower()
    row.body.save(update_fields=["email"])
    row.save(update_fields=["lead_email"])
    if row.cycle.state == "open":
        partnership = Partnership.objects.get(pk=scope.current().partnership_id)
        notice = Invited(
            partnership=partnership.name, title=row.cycle.title, body=row.name, why=row.get_why_display(),
            questions=row.asked, due=formats.weekday(row.due), url=site_link(f"/self-assessments/{row.pk}/"),
        )  # fmt: skip
        put(notice, to=row.lead_email, key=f"{Invited.kind}:{row.pk}:{row.lead_email}", at=real_at)
    return row


@operation(AuditsPermission.MANAGE)
def send_back(*, return_id: int, questions: str, by: Actor, at: datetime, real_at: datetime) -> Return:
    """With what is asked; the lead is told. Raises Refused."""
    row = Return.objects.select_related("cycle").get(pk=return_id)
    fire(RETURN, row, "send_back", by=by, at=at, reason=questions, changes={"sent_back": questions.strip()})
    row.signatures.filter(current=True).update(current=False)
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    notice = SentBack(
        partnership=partnership.name, title=row.cycle.title, body=row.name,
        url=site_link(f"/self-assessments/{row.pk}/"),
    )  # fmt: skip
    put(notice, to=row.lead_email, key=f"{SentBack.kind}:{row.pk}:{real_at.isoformat()}", at=real_at)
    return row


@operation(AuditsPermission.MANAGE)
def accept(*, return_id: int, by: Actor, at: datetime) -> Return:
    row = Return.objects.select_related("cycle").get(pk=return_id)
    fire(RETURN, row, "accept", by=by, at=at)
    return row


def asked_of(questions: QuestionSet, kinds: Collection[str]) -> dict[str, int]:
    """Kind → how many questions fall to it."""
    return {kind: sum(len(found) for _, found in questions.asked_of(kind)) for kind in kinds}
