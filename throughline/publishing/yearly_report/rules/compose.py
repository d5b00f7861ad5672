"""Puts a report together: text, records and figures, in the shape that every partnership's report has. Pure.

Every figure appears: in a table of the section that its source names (or that its app belongs to), and in the appendix
of figures with what it stands on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.foundation.figures.values import Provenance, UnitKind, Value
from throughline.publishing.yearly_report.rules.charts import bar, care_charts, training_chart
from throughline.publishing.yearly_report.rules.checks import SectionText
from throughline.publishing.yearly_report.rules.content import (
    Block,
    Bullets,
    Cell,
    Chart,
    Content,
    Heading,
    Narrative,
    Paragraph,
    Part,
    Table,
)
from throughline.publishing.yearly_report.rules.elements import Coverage, StatutoryEdition
from throughline.publishing.yearly_report.rules.outline import SECTIONS, CommitmentLine, Outline, Records
from throughline.publishing.yearly_report.rules.showing import MEANING, Shown, source_words
from throughline.publishing.yearly_report.rules.wording import (
    NOT_AVAILABLE,
    date_or_period,
    section_number,
    unit_words,
)

_RESOURCES = 7
_OTHER = 5  # where what belongs nowhere else stands


@dataclass(frozen=True)
class Making:
    """All that a report is made of, for one audience."""

    title: str
    year: str
    next_year: str
    as_at: str
    marking: str
    records: Records
    shown: Mapping[str, Shown]
    sections: Sequence[SectionText]
    coverage: Sequence[Coverage]
    statute: StatutoryEdition
    revisions: Mapping[str, str]


def placed(values: Mapping[str, Value]) -> dict[str, int]:
    """Figure id → the number of its section: the one that its source names, else its inputs', else its app's."""
    by_app = {app: section.number for section in SECTIONS for app in section.apps}
    numbers: dict[str, int] = {}

    def place(figure_id: str, depth: int = 0) -> int:
        if figure_id in numbers:
            return numbers[figure_id]
        value = values[figure_id]
        number = section_number(value.section) or section_number(value.source.column)
        if number is None and value.inputs and depth < 10 and value.inputs[0] in values:
            number = place(value.inputs[0], depth + 1)
        number = number or by_app.get(figure_id.split(".")[0]) or (1 if "population" in figure_id else _OTHER)
        numbers[figure_id] = number
        return number

    for figure_id in values:
        place(figure_id)
    return numbers


def records_shown(records: Records, values: Mapping[str, Value]) -> dict[str, str]:
    """Kind of record → its words, for every kind that the report shows at least one of: what covers an element of the
    statute where no section answers it."""
    places = placed(values)
    known = [value for value in values.values() if value.value is not None]
    found = {
        "partners": "the safeguarding partners" if any(a.is_partner for a in records.agencies) else "",
        "education": "the education agencies" if any(a.sector == "education" for a in records.agencies) else "",
        "audits": "the audits" if records.audits else "",
        "reviews": "the reviews" if records.reviews else "",
        "review_themes": "the themes of reviews" if any(r.themes for r in records.reviews) else "",
        "practice_changes": "the changes in practice" if records.changes else "",
        "contributions": "the contributions" if records.contributions else "",
        "training": "figures on training" if any("training" in v.label for v in known) else "",
        "voice": "figures on children's voice" if any(places[v.id] == 4 for v in known) else "",
        "dataset": "the multi-agency dataset" if any(v.id.startswith("dataset.") for v in known) else "",
        "restraint": "figures on restraint" if any("restraint" in v.label for v in known) else "",
    }
    return {kind: words for kind, words in found.items() if words}


def compose(making: Making) -> Content:
    """The report. Invariant: every figure of `making.shown` is in a section's table and in appendix C."""
    values = {figure_id: shown.value for figure_id, shown in making.shown.items()}
    places = placed(values)
    texts = {section.key: section for section in making.sections}
    parts = []
    for outline in SECTIONS:
        text = texts.get(outline.key)
        blocks: list[Block] = [Narrative(text.body)] if text and text.body.strip() else []
        blocks += _RECORDS[outline.key](making)
        blocks += _charts(making, outline, places)
        blocks += _figures(making, outline, places)
        blocks += _next_year(making, outline)
        if not blocks:
            blocks = [Paragraph(f"Not available: there are no records for this section in {making.year}.")]
        parts.append(Part(outline.key, str(outline.number), text.title if text else outline.title, tuple(blocks)))
    parts += [_agencies(making), _elements(making), _every_figure(making)]
    return Content(making.title, making.records.name, making.year, making.as_at, making.marking, tuple(parts))


# --- what each section shows of the records


def _context(making: Making) -> list[Block]:
    records = making.records
    blocks: list[Block] = []
    if records.towns:
        blocks.append(Paragraph(f"The towns of {records.area}: {', '.join(records.towns)}."))
    if not making.shown:
        blocks.append(Paragraph(f"Figures for {records.area} are {NOT_AVAILABLE} for {making.year}."))
    return blocks


def _partnership(making: Making) -> list[Block]:
    records = making.records
    blocks: list[Block] = []
    if records.former_names:
        blocks.append(Paragraph(f"Also known as, or formerly: {', '.join(records.former_names)}."))
    partners = tuple(a.name for a in records.agencies if a.is_partner)
    if partners:
        blocks += [Heading("The safeguarding partners"), Bullets(partners)]
    if records.groups:
        rows = tuple(
            (
                Cell(f"{group.name} ({group.short_name})" if group.short_name else group.name),
                Cell(group.kind),
                Cell(f"joint with {'; '.join(group.joint_with)}" if group.joint_with else "this partnership's own"),
                Cell(group.meets or "not stated"),
                Cell(group.remit or "not stated"),
            )
            for group in records.groups
        )
        headers = ("Group", "Kind", "Whose", "Meets", "What it does")
        blocks += [Heading("Groups"), Table("The partnership's groups", headers, rows)]
    return blocks


def _scrutiny(making: Making) -> list[Block]:
    if not making.records.audits:
        return []
    rows = tuple(
        (Cell(audit.kind), Cell(audit.cycle), Cell(audit.theme or "not stated"), Cell(audit.note or "–"))
        for audit in making.records.audits
    )
    return [Heading("Audits"), Table("Audits on record", ("Audit", "Cycle", "Theme", "Note"), rows)]


def _voice(making: Making) -> list[Block]:
    return []


def _priorities(making: Making) -> list[Block]:
    records = making.records
    blocks: list[Block] = []
    for number, title in records.priorities:
        blocks.append(Heading(f"Priority {number}: {title}"))
        promised = tuple(c.text for c in records.commitments if c.priority == number)
        if promised:
            blocks += [Paragraph(f"Next year, {making.next_year}, we will:"), Bullets(promised)]
        else:
            blocks.append(Paragraph(f"No commitment for {making.next_year} is on record."))
    return blocks


def _learning(making: Making) -> list[Block]:
    records = making.records
    blocks: list[Block] = []
    if records.reviews:
        rows = tuple(
            (
                Cell(review.name),
                Cell(review.kind),
                Cell(date_or_period(review.published) if review.published else "not published"),
                Cell("; ".join(review.themes) or "not stated"),
            )
            for review in records.reviews
        )
        headers = ("Review", "Kind", "Published", "Themes of learning")
        blocks += [Heading("Reviews"), Table("Reviews on record", headers, rows)]
    if records.changes:
        changed = tuple((Cell(c.service), Cell(c.change), Cell(c.review)) for c in records.changes)
        blocks += [
            Heading("What changed in practice"),
            Table("Changes in practice", ("Service or policy", "What changed", "After the review"), changed),
        ]
    if records.sessions:
        held = tuple((Cell(title), Cell(mode), Cell(when)) for title, mode, when in records.sessions)
        note = "These are the sessions on record, not all of the year's training."
        blocks += [
            Heading("Training sessions on record"),
            Table("Training sessions on record", ("Session", "Mode", "Day"), held, notes=(note,)),
        ]
    return blocks


def _resources(making: Making) -> list[Block]:
    records = making.records
    blocks: list[Block] = []
    lines = [_contribution(making, line.file, line.row) for line in records.contributions]
    if lines:
        rows = tuple(
            (
                Cell(line.contributor + (" (other income)" if line.is_other_income else "")),
                _cell(making, found.get("amount"), ""),
                _cell(making, found.get("published"), "–"),
                _cell(making, found.get("computed"), "–"),
            )
            for line, found in zip(records.contributions, lines, strict=True)
        )
        headers = ("Contributor", "Amount", "Share as published", "Share computed")
        note = "Shares are of the partners' contributions; other income is left out."
        blocks += [
            Heading("Contributions"),
            Table(f"Contributions in {making.year}", headers, rows, numeric=(1, 2, 3), notes=(note,)),
        ]
        bars = tuple(
            bar(line.contributor, making.shown[found["amount"]])
            for line, found in zip(records.contributions, lines, strict=True)
            if "amount" in found
        )
        if bars:
            blocks.append(Chart("contributions", f"Contributions by partner, {making.year}, in pounds", "pounds", bars))
    for grant in records.grants:
        spent = f" Spent on: {', '.join(grant.spent_on)}." if grant.spent_on else ""
        blocks.append(Paragraph(f"Grant of {grant.source}, for {grant.purpose}.{spent}"))
    return blocks


def _contribution(making: Making, file: str, row: int) -> dict[str, str]:
    """The figures of one row of the contributions: amount, published share, computed share → figure id."""
    found: dict[str, str] = {}
    for figure_id, shown in making.shown.items():
        value = shown.value
        if value.source.file == file and value.source.row == row:
            if value.kind is UnitKind.MONEY:
                found["amount"] = figure_id
            elif value.kind is UnitKind.PERCENT:
                found["published"] = figure_id
    for figure_id, shown in making.shown.items():
        value = shown.value
        derived = value.provenance is Provenance.DERIVED and value.kind is UnitKind.PERCENT
        if derived and "amount" in found and value.inputs[:1] == (found["amount"],):
            found["computed"] = figure_id
    return found


_RECORDS = {
    "context": _context,
    "partnership": _partnership,
    "scrutiny": _scrutiny,
    "voice": _voice,
    "priorities": _priorities,
    "learning": _learning,
    "resources": _resources,
}


# --- figures and charts


def _cell(making: Making, figure_id: str | None, otherwise: str) -> Cell:
    return Cell(making.shown[figure_id].text, figure_id) if figure_id else Cell(otherwise)


def _figures(making: Making, outline: Outline, places: Mapping[str, int]) -> list[Block]:
    here = [shown for figure_id, shown in making.shown.items() if places[figure_id] == outline.number]
    if not here:
        return []
    here.sort(key=_as_returned)
    rows = tuple(
        (
            Cell(shown.value.label),
            Cell(shown.value.area),
            Cell(date_or_period(shown.value.period)),
            Cell(shown.text, shown.value.id),
            Cell(unit_words(shown.value.unit) or _unit_name(shown.value)),
        )
        for shown in here
    )
    notes = (MEANING,) if any(shown.status == "suppressed" for shown in here) else ()
    headers = ("Figure", "Area", "When", "Value", "Unit")
    return [
        Heading("Figures of this section"),
        Table(f"Figures: {outline.title.lower()}", headers, rows, numeric=(3,), notes=notes),
    ]


def _as_returned(shown: Shown) -> tuple[bool, str, int, str]:
    """What was returned in the order of its files, then what we worked out."""
    source = shown.value.source
    return (not source.file, source.file, source.row or 0, shown.value.id)


def _unit_name(value: Value) -> str:
    return {UnitKind.MONEY: "pounds", UnitKind.PERCENT: "percent"}.get(value.kind, value.unit)


def _charts(making: Making, outline: Outline, places: Mapping[str, int]) -> list[Block]:
    here = [shown for figure_id, shown in making.shown.items() if places[figure_id] == outline.number]
    if outline.key == "context":
        return care_charts(here, making.records.area)
    if outline.key == "learning":
        return training_chart(here)
    return []


# --- next year, and the appendices


def _next_year(making: Making, outline: Outline) -> list[Block]:
    """The section's own commitments. Those of priorities stand with their priority; what fits nowhere, in section 5."""
    keys = {section.key for section in SECTIONS}
    numbers = {number for number, _ in making.records.priorities}

    def belongs(line: CommitmentLine) -> bool:
        if line.priority is not None:
            return line.priority not in numbers and outline.number == _OTHER
        return line.section == outline.key or (line.section not in keys and outline.number == _OTHER)

    own = tuple(line.text for line in making.records.commitments if belongs(line))
    if not own:
        return []
    return [Heading(f"{making.next_year}: next year"), Paragraph("Next year we will:"), Bullets(own)]


def _agencies(making: Making) -> Part:
    rows = tuple(
        (Cell(a.name + (" (safeguarding partner)" if a.is_partner else "")), Cell(a.sector), Cell(a.involvement))
        for a in making.records.agencies
    )
    blocks: tuple[Block, ...] = (Paragraph("No agency is on record."),)
    if rows:
        headers = ("Agency", "Sector", "How it is involved")
        blocks = (Table("Relevant agencies and how they are involved", headers, rows),)
    return Part("agencies", "A", "Agencies", blocks)


def _elements(making: Making) -> Part:
    rows = tuple(
        (
            Cell(c.element.code),
            Cell(f"{c.element.title}. {c.element.asks}"),
            Cell(c.words),
            Cell(f"{c.element.source} ({c.element.sure_words})"),
        )
        for c in making.coverage
    )
    note = f"{making.statute.title}, in force from {date_or_period(making.statute.starts.isoformat())}. " + (
        making.statute.note
    )
    headers = ("Element", "What is asked, in our words", "What covers it", "Source")
    table = Table("The elements that statute asks for", headers, rows, notes=(note,))
    return Part("statute", "B", "How the statutory elements are covered", (table,))


def _every_figure(making: Making) -> Part:
    if not making.shown:
        return Part("figures", "C", "Every figure", (Paragraph("No figures are available."),))
    rows = tuple(
        (
            Cell(f"{s.value.label}, {s.value.area}, {date_or_period(s.value.period)}", anchor=anchor(figure_id)),
            Cell(s.with_unit),
            Cell(f"{_stands_on(making, s)}. Id: {figure_id}"),
        )
        for figure_id, s in making.shown.items()
    )
    notes = (MEANING,) if any(s.status == "suppressed" for s in making.shown.values()) else ()
    headers = ("Figure", "Value", "What it stands on")
    intro = "Each number of this report, with where it comes from."
    table = Table("Every figure with its provenance", headers, rows, numeric=(), notes=notes)
    return Part("figures", "C", "Every figure", (Paragraph(intro), table))


def _stands_on(making: Making, shown: Shown) -> str:
    value = shown.value
    words = source_words(value)
    inputs = [making.shown[i] for i in value.inputs if i in making.shown]
    if inputs and len(inputs) <= 12:
        words += "; from " + "; ".join(f"{i.value.label} ({i.value.area}, {i.with_unit})" for i in inputs)
    elif inputs:
        words += f"; from {len(inputs)} figures"
    if value.denominator is not None and value.provenance is Provenance.RETURNED:
        words += f"; of {_bare(value.denominator)}"
    if value.id in making.revisions:
        words += f"; {making.revisions[value.id]}"
    return words


def _bare(number: Decimal) -> str:
    return f"{number.normalize():,f}"


def anchor(figure_id: str) -> str:
    return f"figure-{figure_id}"
