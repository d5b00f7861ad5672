"""The overview report of a cycle. The same blocks are the page, the PDF and the Word file."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from throughline.foundation.charts.chart import Chart, as_picture
from throughline.foundation.charts.dots import DotRow, dot_chart
from throughline.foundation.charts.series import Value
from throughline.foundation.documents.blocks import (
    Block,
    BulletList,
    Document,
    Heading,
    Item,
    Paragraph,
    Table,
    text,
)
from throughline.foundation.ui import formats
from throughline.office.audits.models import AssessmentCycle, Return
from throughline.office.audits.presenters.heat import HeatRow
from throughline.office.audits.queries.overview import QuestionLine
from throughline.office.audits.queries.staff import StaffSaid
from throughline.office.audits.rules.overview import StandardLine, strengths, weaknesses
from throughline.office.audits.rules.question_sets import QuestionSet
from throughline.office.audits.rules.staff import Beside
from throughline.office.audits.workflow import RETURN

LOWEST_SHOWN = 10


def overview(
    *, cycle: AssessmentCycle, asked: QuestionSet, partnership: str, returns: Sequence[Return],
    lines: Sequence[StandardLine], heat: Sequence[HeatRow], questions: Sequence[QuestionLine],
    carried: Sequence[tuple[str, int, int]], staff: StaffSaid | None, to_ask: Sequence[tuple[str, Sequence[str]]],
    counts: tuple[int, int], today: date, for_word: bool = False,
) -> Document:  # fmt: skip
    """`counts`: how many bodies have handed in, and how many were asked. Everything but the last list is of the former.
    `returns`, `heat` and what goes by question are empty for a very large cycle, and left out."""
    done, number = counts
    blocks: list[Block] = [
        Paragraph(
            text(
                f"{formats.number(number)} bod{'y was' if number == 1 else 'ies were'} asked, "
                f"{formats.number(done)} ha{'s' if done == 1 else 've'} handed in. Only what was handed in is counted. "
                f"Grades are the bodies’ own unless it says moderated. Scale: {asked.scale.label}."
            )
        ),
        Heading(2, text("Strengths and weaknesses"), "strengths"),
        Paragraph(text("Strongest by the mean of all grades:")),
        _points(strengths(lines), asked),
        Paragraph(text("Weakest:")),
        _points(weaknesses(lines), asked),
        Heading(2, text("By standard"), "standards"),
        Table(
            tuple(map(text, ("Standard", "Mean", "Bodies", "With a question at the bottom", "Since last time",
                             "Moderated"))),
            tuple(
                tuple(map(text, (
                    f"{line.code} {line.title}", "not graded" if line.mean is None else f"{line.mean:.1f}",
                    str(line.bodies), str(line.at_bottom), line.change_words, line.moderated_words,
                )))
                for line in lines
            ),
            caption="Standards over all bodies",
            numeric=frozenset({1, 2, 3}),
        ),
        *(as_picture(chart, for_word=for_word) for chart in charts(lines, cycle, asked)),
    ]  # fmt: skip
    if heat:
        blocks += [Heading(2, text("By body"), "bodies"), _heat(heat, asked)]
    if questions:
        blocks += [Heading(2, text("Questions with the lowest grades"), "questions"), _questions(questions, asked)]
    if staff is not None:
        blocks += [Heading(2, text("As staff see it"), "staff"), _staff(lines, staff)]
    if to_ask:
        blocks += [
            Heading(2, text("Say and do: what to ask"), "say-and-do"),
            Paragraph(text("What records and staff say beside what bodies say of themselves. Questions, not scores.")),
            BulletList(tuple(Item(text(f"{name}: {said}")) for name, found in to_ask for said in found)),
        ]
    if carried:
        blocks += [
            Heading(2, text("Taken over for years"), "carried"),
            Paragraph(text("Answers that were taken over unchanged in two cycles or more: read them again.")),
            BulletList(tuple(
                Item(text(f"{name}: {formats.counted(number, 'answer')}, the longest for {longest} cycles"))
                for name, number, longest in carried
            )),
        ]  # fmt: skip
    if returns:
        blocks += [Heading(2, text("Who has handed in"), "returns"), _returns(returns)]
    return Document(
        title=f"{cycle.title}: overview", blocks=tuple(blocks), author=partnership,
        lines=(partnership, f"As at {formats.day(today)}", f"{cycle.set_title}, version {cycle.set_version}"),
    )  # fmt: skip


def charts(lines: Sequence[StandardLine], cycle: AssessmentCycle, asked: QuestionSet) -> list[Chart]:
    """Own grades by standard, with last time's where there was one; and beside them what the panel settled."""
    found = []
    graded = [line for line in lines if line.share is not None]
    if graded:
        since = any(line.before is not None for line in graded)
        rows = [
            DotRow(
                f"{line.code} {line.title}",
                (_value(line.share, 100, 0), *([_value(line.before, 100, 0)] if since else [])),
            )
            for line in graded
        ]
        series = [f"This time, {cycle.year}", *(["Last time"] if since else [])]
        title = "Own grades by standard" + (", this time and last time" if since else "")
        found.append(dot_chart(title, series, rows, unit="mean of all grades, of 100", what="Standard", most=100))
    if moderated := [line for line in graded if line.own is not None and line.moderated is not None]:
        rows = [
            DotRow(
                f"{line.code} {line.title}",
                (_value(line.own), _value((line.own or 0) + (line.moderated or 0))),
            )
            for line in moderated
        ]
        found.append(
            dot_chart(
                "Own grade and moderated grade, of the bodies that were moderated", ["Own", "Moderated"], rows,
                unit=f"mean grade, 0 lowest, {asked.scale.top} highest", what="Standard", most=asked.scale.top,
            )
        )  # fmt: skip
    return found


def _value(number: float | None, times: int = 1, decimals: int = 1) -> Value:
    if number is None:
        return Value(None)
    shown = f"{number * times:.{decimals}f}"
    return Value(Decimal(shown), shown)


def _points(found: Sequence[StandardLine], asked: QuestionSet) -> Block:
    if not found:
        return Paragraph(text("Nothing is handed in and graded yet."))
    return BulletList(
        tuple(
            Item(
                text(
                    f"{line.code} {line.title}: mean {line.mean:.1f} of {asked.scale.top}, {line.bodies} "
                    f"{'body' if line.bodies == 1 else 'bodies'}"
                )
            )
            for line in found
        )
    )


def _staff(lines: Sequence[StandardLine], staff: StaffSaid) -> Table:
    return Table(
        tuple(map(text, ("Standard", "Own grades, of 100", "Staff who agree", "In words"))),
        tuple(
            tuple(map(text, (
                f"{line.code} {line.title}", "not graded" if line.share is None else f"{100 * line.share:.0f}",
                formats.percent(100 * staff.everybody[line.code], 0),
                Beside(line.share, staff.everybody[line.code]).words,
            )))
            for line in lines
            if line.code in staff.everybody
        ),
        caption=f"Own grades beside {formats.counted(staff.answered, 'answer')} of staff",
        numeric=frozenset({1, 2}),
    )  # fmt: skip


def _heat(heat: Sequence[HeatRow], asked: QuestionSet) -> Table:
    return Table(
        tuple(map(text, ("Body", *(s.code for s in asked.standards)))),
        tuple(tuple(map(text, (row.name, *(cell.text for cell in row.cells)))) for row in heat),
        caption="Own grade by standard (mean), and → the moderated one; standards by their codes, as above",
    )


def _questions(questions: Sequence[QuestionLine], asked: QuestionSet) -> Table:
    texts = {q.code: q.text for q in asked.questions}
    return Table(
        tuple(map(text, ("Question", "Mean", "Answers", "At the bottom"))),
        tuple(
            tuple(map(text, (f"{q.code} {texts.get(q.code, '')}", f"{q.mean:.1f}", str(q.answers), str(q.at_bottom))))
            for q in questions[:LOWEST_SHOWN]
        ),
        caption="The lowest means",
        numeric=frozenset({1, 2, 3}),
    )


def _returns(returns: Sequence[Return]) -> Table:
    return Table(
        tuple(map(text, ("Body", "State", "Answered", "Handed in"))),
        tuple(
            tuple(map(text, (
                row.name, RETURN.state(row.state).label, f"{row.answered} of {row.asked}",
                formats.day(row.submitted_on) if row.submitted_on else "not yet",
            )))
            for row in returns
        ),
        caption="Returns",
    )  # fmt: skip
