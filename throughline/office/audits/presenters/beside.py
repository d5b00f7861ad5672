"""What a body says of itself beside what staff and records say: sentences and questions, no score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.foundation.agency_records import AgencyRecord
from throughline.foundation.surveys.api import LinkStanding
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.audits.models import Return
from throughline.office.audits.queries.staff import StaffSaid
from throughline.office.audits.rules.question_sets import RECORDS, QuestionSet, Standard
from throughline.office.audits.rules.scales import Scale
from throughline.office.audits.rules.staff import Beside

Records = Mapping[str, Mapping[int, AgencyRecord]]
NO_STAFF = "Staff were not asked."
STAFF_APART = "Why do staff and the body see it so differently?"
WAITS = "Shown once the survey has closed."
TOO_FEW = "Too few of their staff have answered to show it."


@dataclass(frozen=True)
class BesideStandard:
    """One standard on the page: `own` in words; `staff` and `records` as sentences; `questions` for the panel."""

    title: str
    own: str
    staff: str
    records: tuple[Cell, ...]
    questions: tuple[str, ...]


def staff_words(said: StaffSaid | None, return_id: int, code: str, own: float | None) -> str:
    if said is None:
        return NO_STAFF
    if said.waits:
        return WAITS
    share = said.by_return.get(return_id, {}).get(code)
    if share is None:
        return TOO_FEW if return_id not in said.by_return else "Staff were not asked about it."
    words = f"{formats.percent(100 * share, 0)} of their staff agree"
    together = said.everybody.get(code)
    if together is not None:
        words += f" ({formats.percent(100 * together, 0)} of everybody)"
    return f"{words}: {Beside(own, share).words}."


def standards(
    row: Return, organisation_id: int | None, asked: QuestionSet, means: Mapping[str, float], own: Mapping[str, str],
    said: StaffSaid | None, records: Records, *, links: bool,
) -> list[BesideStandard]:  # fmt: skip
    """`means`: standard → mean of the body's own grades; `own` in words. `links`: may the reader open the records?"""
    return [
        _standard(row, organisation_id, s, asked.scale, means.get(s.code), own.get(s.code, "not graded"), said, records,
                  links=links)
        for s, _ in asked.asked_of(row.kind)
    ]  # fmt: skip


def _standard(
    row: Return, organisation_id: int | None, standard: Standard, scale: Scale, mean: float | None, own: str,
    said: StaffSaid | None, records: Records, *, links: bool,
) -> BesideStandard:  # fmt: skip
    share = None if mean is None else mean / scale.top
    found, questions = [], []
    for key in standard.beside:
        if not organisation_id or key not in records:
            continue  # the page says it once for all standards
        record = records[key].get(organisation_id)
        if record is None:
            found.append(Cell(f"{RECORDS[key]}: nothing is on record here."))
            continue
        found.append(Cell(record.says, record.url if links else ""))
        if record.question:
            questions.append(record.question)
    staff = said.by_return.get(row.pk, {}).get(standard.code) if said else None
    if Beside(share, staff).apart is not None:
        questions.insert(0, STAFF_APART)
    return BesideStandard(
        f"{standard.code} {standard.title}", own, staff_words(said, row.pk, standard.code, share), tuple(found),
        tuple(questions),
    )  # fmt: skip


def to_ask(
    row: Return, organisation_id: int | None, asked: QuestionSet, means: Mapping[str, float], said: StaffSaid | None,
    records: Records,
) -> list[str]:  # fmt: skip
    """For the overview: each question with the record or the standard that it comes from, once."""
    found: dict[str, None] = {}
    for standard in standards(row, organisation_id, asked, means, {}, said, records, links=False):
        if STAFF_APART in standard.questions:
            found[f"{standard.title}. {standard.staff} {STAFF_APART}"] = None
    for key in records:
        record = records[key].get(organisation_id or 0)
        if record is not None and record.question:
            found[f"{record.says} {record.question}"] = None
    return list(found)


def staff_table(asked: QuestionSet, row: Return, means: Mapping[str, float], said: StaffSaid) -> Table:
    """For the body itself: own grade, own staff, everybody's staff."""
    return Table(
        "Own grade and staff",
        [Column("Standard"), Column("In words"), Column("Own grade, of 100", numeric=True),
         Column("Staff who agree", numeric=True), Column("Staff of everybody", numeric=True)],
        [
            [
                f"{s.code} {s.title}",
                Beside(means[s.code] / asked.scale.top if s.code in means else None,
                       said.by_return.get(row.pk, {}).get(s.code)).words,
                _of_100(means[s.code] / asked.scale.top if s.code in means else None),
                _percent(said.by_return.get(row.pk, {}).get(s.code)), _percent(said.everybody.get(s.code)),
            ]
            for s, _ in asked.asked_of(row.kind)
            if s.staff
        ],
    )  # fmt: skip


def cycle_table(asked: QuestionSet, shares: Mapping[str, float | None], said: StaffSaid) -> Table:
    """For the office: every standard over all bodies."""
    return Table(
        "Own grades and staff, everybody",
        [Column("Standard"), Column("In words"), Column("Own grades, of 100", numeric=True),
         Column("Staff who agree", numeric=True)],
        [
            [
                f"{s.code} {s.title}", Beside(shares.get(s.code), said.everybody.get(s.code)).words,
                _of_100(shares.get(s.code)), _percent(said.everybody.get(s.code)),
            ]
            for s in asked.standards
            if s.staff
        ],
    )  # fmt: skip


def links_table(rows: Sequence[Return], standings: Mapping[int, LinkStanding], urls: Mapping[int, str]) -> Table:
    """Who has how many answers; the link stands on the body's own page."""
    return Table(
        "Answers by body",
        [Column("Body"), Column("Answers", numeric=True), Column("Staff, as they told us", numeric=True)],
        [
            [
                Cell(row.name, urls[row.pk]),
                formats.number(standings[row.pk].answered) if row.pk in standings else "no link yet",
                formats.number(standings[row.pk].expected)
                if row.pk in standings and standings[row.pk].expected
                else "not told",
            ]
            for row in rows
        ],
    )  # fmt: skip


def _of_100(share: float | None) -> str:
    return "not graded" if share is None else formats.number(100 * share, 0)


def _percent(share: float | None) -> str:
    return "not shown" if share is None else formats.percent(100 * share, 0)
