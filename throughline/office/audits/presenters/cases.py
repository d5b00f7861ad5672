"""Case file audits as their pages show them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.text import capfirst

from throughline.foundation.charts.chart import Chart, as_picture
from throughline.foundation.charts.dots import DotRow, dot_chart
from throughline.foundation.charts.series import Value
from throughline.foundation.documents.blocks import Block, Document, Heading, Paragraph, text
from throughline.foundation.documents.blocks import Table as BlockTable
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.office.audits.models import CaseAudit, CaseAuditor, CaseReturn
from throughline.office.audits.queries.cases import CaseLine, Moderated
from throughline.office.audits.rules.cases import DOMAINS, OVERALL, SCALE, kappa_words
from throughline.office.audits.workflow import CASE_AUDIT

LABELS = {**DOMAINS, OVERALL: "Overall"}


def domain_choices(codes: Sequence[str]) -> list[tuple[str, str]]:
    return [(code, LABELS[code]) for code in codes]


def grade_words(rank: int | None) -> str:
    return "not settled" if rank is None else f"{SCALE.step(rank).sign} {SCALE.step(rank).word}"


def audits_table(rows: Sequence[CaseAudit]) -> Table | None:
    if not rows:
        return None
    return Table(
        "Case file audits",
        [Column("Theme"), Column("Year"), Column("State"), Column("Due")],
        [
            [Cell(row.theme, reverse("audits:case_audit", args=[row.pk])), row.year,
             CASE_AUDIT.state(row.state).label, formats.day(row.due)]
            for row in rows
        ],
    )  # fmt: skip


def seats_table(rows: Sequence[CaseAuditor]) -> Table | None:
    if not rows:
        return None
    return Table(
        "Case file audits that you were asked for",
        [Column("Theme"), Column("Your agency"), Column("Due")],
        [[Cell(row.audit.theme, reverse("audits:my_cases", args=[row.audit_id])), row.agency,
          formats.day(row.audit.due)] for row in rows],
    )  # fmt: skip


def summary(row: CaseAudit, drawn: int) -> list[SummaryRow]:
    rows = [
        SummaryRow("Agreed by the executive", formats.day(row.agreed_on)),
        SummaryRow("Looked for", row.criteria),
        SummaryRow("Domains", ", ".join(LABELS[code] for code in row.domains)),
        SummaryRow("Auditors due", formats.day(row.due)),
        SummaryRow("Cases deleted on", formats.day(row.purge_on)),
    ]
    if row.seed:
        rows.append(
            SummaryRow("Sample", f"{drawn} of {formats.number(row.list_size)}, drawn with the seed ‘{row.seed}’")
        )
    if row.previous is not None:
        rows.append(SummaryRow("Asks again what was asked in", row.previous.year))
    return rows


def cases_table(row: CaseAudit, lines: Sequence[CaseLine], agencies: Sequence[str]) -> Table | None:
    """For the business unit: who is in, never what they said before all are."""
    if not lines:
        return None
    return Table(
        "Cases",
        [Column("Case"), Column("Place in the agencies’ list", numeric=True), *(Column(name) for name in agencies)],
        [
            [
                Cell(line.case.letter, reverse("audits:case", args=[row.pk, line.case.pk])), str(line.case.place),
                *(line.standing.get(name, "not asked yet") for name in agencies),
            ]
            for line in lines
        ],
    )  # fmt: skip


def my_table(row: CaseAudit, lines: Sequence[CaseLine]) -> Table | None:
    """For an auditor: the own agency's part alone."""
    if not lines:
        return None
    return Table(
        "Cases",
        [Column("Case"), Column("Place in your agency’s list", numeric=True), Column("Your part")],
        [
            [Cell(line.case.letter, reverse("audits:my_case", args=[row.pk, line.case.pk])), str(line.case.place),
             next(iter(line.standing.values())) if line.mine is None else _mine(line)]
            for line in lines
        ],
    )  # fmt: skip


def _mine(line: CaseLine) -> str:
    return line.standing.get(line.mine.auditor.agency, "not in yet") if line.mine else "not in yet"


def own_table(row: CaseReturn, grades: Mapping[str, tuple[int, str]]) -> Table | None:
    """What the agency's auditor handed in, for them to read again; None where there is nothing of it."""
    if not grades:
        return None
    rows = [[LABELS[code], grade_words(grades[code][0]), grades[code][1]] for code in DOMAINS if code in grades]
    rows.append([LABELS[OVERALL], grade_words(row.overall), ""])
    return Table("What you said of this case", [Column("Domain"), Column("Grade"), Column("What you saw")], rows)


def moderation_table(found: Sequence[Moderated], standing: Mapping[str, str]) -> Table:
    """A column an agency, so that grades stand side by side. `standing`: agency → how it stands with this case."""
    return Table(
        "Grades of each agency, and the settled one",
        [Column("Domain"), *(Column(agency) for agency in standing), Column("Settled"), Column("Reason")],
        [
            [
                LABELS[each.domain],
                *(given.get(agency, "no grade" if words == "in" else words) for agency, words in standing.items()),
                grade_words(each.settled.grade if each.settled else None),
                each.settled.reason if each.settled else "",
            ]
            for each in found
            for given in [{agency: f"{grade_words(grade)}. {words}" if words else grade_words(grade)
                           for agency, grade, words in each.given}]
        ],
    )  # fmt: skip


def counts_rows(row: CaseAudit) -> list[list[str]]:
    found = []
    for code in (*row.domains, OVERALL):
        counts = row.counts.get(code)
        if counts:
            grades = "; ".join(
                f"{SCALE.step(rank).sign} {SCALE.step(rank).word}: {number}"
                for rank, number in enumerate(counts["grades"])
                if number
            )
            before = row.previous.counts.get(code, {}).get("kappa") if row.previous else None
            words = kappa_words(counts["kappa"])
            if before is not None:
                words += f"; a year before {kappa_words(before)}"
            found.append([LABELS[code], grades or "none settled", words])
    return found


def agreement_chart(row: CaseAudit, before: Sequence[CaseAudit]) -> Chart | None:
    """Kappa by domain over the audits that asked the same, the newest first; None where none could be worked out."""
    audits = [row, *reversed(before)]
    rows = [
        DotRow(LABELS[code], tuple(_kappa(each.counts.get(code, {}).get("kappa")) for each in audits))
        for code in (*row.domains, OVERALL)
        if any(each.counts.get(code, {}).get("kappa") is not None for each in audits)
    ]
    if not rows:
        return None
    return dot_chart(
        "Agreement between auditors by domain", [each.year for each in audits], rows,
        unit="weighted kappa: 1 is full agreement, 0 no more than by chance", what="Domain", most=1,
    )  # fmt: skip


def _kappa(found: float | None) -> Value:
    return Value(None) if found is None else Value(Decimal(f"{found:.2f}"), f"{found:.2f}")


def overview(
    row: CaseAudit, partnership: str, before: Sequence[CaseAudit] = (), *, for_word: bool = False
) -> Document:  # fmt: skip
    """What stays: strengths, areas to improve, summaries that identify nobody, counts and agreement."""
    blocks: list[Block] = [
        Paragraph(text(row.criteria)),
        Heading(2, text("Strengths"), "strengths"),
        Paragraph(text(row.strengths)),
        Heading(2, text("Areas to improve"), "improve"),
        Paragraph(text(row.to_improve)),
    ]
    if row.summaries:
        blocks += [Heading(2, text("Cases in short"), "cases"), Paragraph(text(row.summaries))]
    rows = counts_rows(row)
    if rows:
        blocks += [
            Heading(2, text("Grades and agreement"), "counts"),
            BlockTable(
                tuple(map(text, ("Domain", "Cases by settled grade", "Agreement between auditors"))),
                tuple(tuple(map(text, line)) for line in rows),
                caption="Settled grades; agreement is Cohen’s kappa with quadratic weights over all pairs of auditors",
            ),
        ]
    if chart := agreement_chart(row, before):
        blocks.append(as_picture(chart, for_word=for_word))
    title = f"{capfirst(row.theme)}, {row.year}: case file audit"
    return Document(title=title, blocks=tuple(blocks), author=partnership, lines=(partnership,))
