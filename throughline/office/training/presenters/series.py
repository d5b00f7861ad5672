"""A series and a copied programme before they are made."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.training import rules
from throughline.office.training.models import Session
from throughline.office.training.presenters.sessions import session_url, when_words
from throughline.office.training.rules.series import Copied, Occurrence
from throughline.office.training.rules.writing import SessionPlan, Wrong


@dataclass(frozen=True)
class SeriesPreview:
    """`count`: how many sessions would be made; `wrong`: something stands in the way of one."""

    table: Table
    count: int
    wrong: bool

    @property
    def button(self) -> str:
        return "Make this 1 session" if self.count == 1 else f"Make these {self.count} sessions"


def series_preview(occurrences: Sequence[Occurrence], wrong: Sequence[Sequence[Wrong]]) -> SeriesPreview:
    """`wrong`: of each occurrence that has a day, in order."""
    left = list(wrong)
    rows = []
    for each in occurrences:
        faults = left.pop(0) if each.day is not None else []
        said = " ".join([each.says, *(fault.says for fault in faults)]).strip()
        day = formats.weekday(each.day) if each.day else "none"
        rows.append([formats.month(each.month), day, each.topic or "none", said or "as the rule says"])
    columns = [Column("Month"), Column("Day"), Column("Topic"), Column("About it")]
    table = Table("What would be made", columns, rows, stacked=True)
    return SeriesPreview(table, sum(each.day is not None for each in occurrences), any(wrong))


def copies_table(pairs: Sequence[tuple[Session, Copied]]) -> Table | None:
    """Each session that can be copied, when it would be, and what is different. None when there is none."""
    if not pairs:
        return None
    return Table(
        "What would be copied",
        [Column("Session"), Column("Was"), Column("Would be"), Column("About it")],
        [
            [
                Cell(session.title, session_url(session)),
                when_words(session),
                plan_when(copied.plan),
                " ".join(copied.says) or "as it was",
            ]
            for session, copied in pairs
        ],
        stacked=True,
    )


def plan_when(plan: SessionPlan) -> str:
    return rules.days_words([(day.starts, day.ends) for day in plan.days])


def copy_choices(pairs: Sequence[tuple[Session, Copied]]) -> list[tuple[int, str]]:
    return [(session.pk, f"{session.title}, {plan_when(copied.plan)}") for session, copied in pairs]


def made_words(count: int) -> str:
    return "1 session is made." if count == 1 else f"{count} sessions are made."
