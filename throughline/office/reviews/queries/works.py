"""Reads of the review that follows a case. Everything here needs the case's restricted space to be entered."""

import re
from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from throughline.foundation.access.actors import Actor
from throughline.foundation.restricted.api import Entered, NotHere
from throughline.foundation.statute.clocks import due_on
from throughline.office.reviews.models import (
    Attendee,
    BriefingPoint,
    Case,
    ChronologyEntry,
    ClearedWord,
    DraftComment,
    DraftReader,
    DraftSection,
    HouseholdPerson,
    Incident,
    InformationRequest,
    PartnerView,
    Slip,
    Work,
    WorkFinding,
)
from throughline.office.reviews.queries.cases import case_in
from throughline.office.reviews.rules.redaction import Redactor, found_in, redactor
from throughline.office.reviews.rules.reviewing import WorkFacts, WorkKind
from throughline.office.reviews.rules.words import Stage

NAME = re.compile(r"\b[A-Z][\w’'-]{2,}")
NO_NAMES = frozenset(f"{date(2024, month, 1):%B}" for month in range(1, 13)) | {"The", "This"}


def work_of(case: Case) -> Work | None:
    return Work.objects.filter(case=case).first()


def work_in(inside: Entered) -> Work:
    """The review of the case that was entered. Raises NotHere where none follows."""
    found = work_of(case_in(inside))
    if found is None:
        raise NotHere
    return found


def work_follows(inside: Entered) -> bool:
    """Whether a review follows the case that was entered. One query."""
    return Work.objects.filter(case__restricted_id=inside.id).exists()


def sections_of(work: Work) -> list[DraftSection]:
    return list(DraftSection.objects.filter(work=work))


def comments_of(work: Work) -> list[DraftComment]:
    """Of all drafts, by section. One query."""
    found = DraftComment.objects.filter(section__work=work)
    return list(found.select_related("section", "reader__agency", "answered_by"))


def readers_of(work: Work) -> QuerySet[DraftReader]:
    return DraftReader.objects.filter(work=work).select_related("agency", "person")


def findings_of(work: Work) -> list[WorkFinding]:
    return list(WorkFinding.objects.filter(work=work).select_related("agency"))


def briefing_of(work: Work) -> dict[str, str]:
    return dict(BriefingPoint.objects.filter(work=work).values_list("point", "text"))


def cleared_of(work: Work) -> list[ClearedWord]:
    return list(ClearedWord.objects.filter(work=work).select_related("by"))


def record_of(case: Case) -> Redactor:
    """Every name, day of birth and place of the restricted record, as words that are looked for. Five queries."""
    people = list(HouseholdPerson.objects.filter(case=case))
    said = [case.title, *InformationRequest.objects.filter(case=case).values_list("child", flat=True)]
    said += ChronologyEntry.objects.filter(case=case).order_by("child").values_list("child", flat=True).distinct()
    names = {name for text in said for name in NAME.findall(text) if name not in NO_NAMES}
    incident = Incident.objects.filter(case=case).first()
    return redactor(
        people=[(row.name, row.relation) for row in people],
        born=[row.born for row in people if row.born],
        others=[*sorted(names), *([incident.place] if incident and incident.place else [])],
    )


def _summary_texts(work: Work) -> Iterator[str]:
    """Public in any case. One query."""
    yield from (work.name, work.themes, work.improvements)
    for finding in findings_of(work):
        yield from (finding.text, finding.recommendation)


def _report_texts(work: Work) -> Iterator[str]:
    """Public where the report is. Two queries."""
    for section in sections_of(work):
        yield from (section.heading, section.text)
    yield from briefing_of(work).values()


def found_of(work: Work) -> tuple[list[str], list[str]]:
    """RV-G16, RV-G22: words of the record that stand in all that is published, and those in the part that is public in
    any case; those that were cleared left out."""
    cleared = {row.word.casefold() for row in cleared_of(work)}
    record, summary = record_of(work.case), "\n".join(_summary_texts(work))
    whole = "\n".join([summary, *_report_texts(work)])
    everywhere, there = (
        [word for word in found_in(text, record) if word.casefold() not in cleared] for text in (whole, summary)
    )
    return everywhere, there


def work_facts(work: Work, today: date) -> WorkFacts:
    """What the guards look at. A fixed number of queries."""
    kind = WorkKind(work.kind)
    findings = findings_of(work)
    readers = [row for row in readers_of(work) if row.draft >= work.draft]
    everywhere, in_summary = found_of(work)
    latest = due_on("RV-04", today).due_on if kind.statutory and work.copy_sent_on else None
    return WorkFacts(
        kind=kind,
        reviewer=bool((work.reviewer or work.led_by) and (work.independent or kind is WorkKind.DHR)),
        terms=bool(work.terms),
        sections=len(sections_of(work)),
        asked=len([row for row in readers if row.draft == work.draft + (work.state == "under_way")]),
        unanswered=DraftComment.objects.filter(section__work=work, answer="").count(),
        findings=len(findings),
        without_recommendation=len([row for row in findings if not row.recommendation]),
        signed=frozenset(
            PartnerView.objects.filter(case=work.case_id, stage=Stage.REPORT).values_list("partner", flat=True)
        ),
        named=bool(work.name),
        planned_on=work.planned_on,
        copy_sent_on=work.copy_sent_on,
        copy_latest=latest,
        found=tuple(everywhere),
        found_in_summary=tuple(in_summary),
        pausing=tuple(row.what for row in work.processes.all() if row.pauses and row.ended_on is None),
        briefing=briefing_of(work),
        improvements=bool(work.improvements),
    )


def my_reading(actor: Actor, slip: Slip) -> DraftReader:
    """Inside the space: the draft on which this very person is asked to comment. Raises NotHere."""
    mine = DraftReader.objects.filter(pk=slip.record_id, person_id=actor.user.pk if actor.user else None)
    found = mine.select_related("work", "agency").first()
    if found is None or slip.kind != Slip.Kind.DRAFT:
        raise NotHere
    return found


def my_invitation(actor: Actor, slip: Slip) -> Attendee:
    """Inside the space: the event to which this very person is asked. Raises NotHere."""
    mine = Attendee.objects.filter(pk=slip.record_id, person_id=actor.user.pk if actor.user else None)
    found = mine.select_related("event").first()
    if found is None or slip.kind != Slip.Kind.EVENT:
        raise NotHere
    return found
