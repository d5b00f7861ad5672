"""A cycle seen as a whole: of what was handed in, for before that an answer is its body's draft (AU-08b). The heat map
reads the kept sums of each standard, never answers; the report's lists by question read answers, and are left out of
very large cycles."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, Q, QuerySet, Sum

from throughline.foundation.tenancy import scope
from throughline.office.audits.models import (
    Answer,
    AssessmentCycle,
    Feedback,
    Moderation,
    Return,
    StandardGrade,
)
from throughline.office.audits.rules import overview
from throughline.office.audits.rules.overview import StandardLine, StandardSum
from throughline.office.audits.rules.question_sets import QuestionSet
from throughline.office.audits.rules.returns import IN, settled_rank

MOST_FOR_QUESTIONS = 500


def in_of(cycle_id: int) -> QuerySet[Return]:
    return Return.objects.filter(cycle_id=cycle_id, state__in=IN).order_by()


def standard_sums(cycle_id: int, trust: str = "") -> dict[str, StandardSum]:
    """Of all bodies that have handed in, or of one trust's. One query."""
    bodies = in_of(cycle_id)
    if trust:
        bodies = bodies.filter(trust=trust)
    rows = StandardGrade.objects.filter(cycle_id=cycle_id, of__in=bodies.values("pk")).order_by().values("standard")
    found = rows.annotate(
        bodies=Count("pk"), all_graded=Sum("graded"), all_total=Sum("total"), bottom=Count("pk", filter=Q(lowest=0))
    )
    return {
        row["standard"]: StandardSum(row["bodies"], row["all_graded"], row["all_total"], row["bottom"])
        for row in found
    }  # fmt: skip


def grid(returns: Sequence[Return]) -> dict[int, dict[str, StandardGrade]]:
    """Return id → standard → sums, of all of these. One query for a page."""
    found: dict[int, dict[str, StandardGrade]] = defaultdict(dict)
    for each in StandardGrade.objects.filter(of__in=[row.pk for row in returns]):
        found[each.of_id][each.standard] = each
    return found


def judged(cycle_id: int) -> dict[str, list[tuple[int, int]]]:
    """Standard → (own, moderated) of each body that this partnership's panel moderated. Two queries."""
    settled = list(
        Moderation.objects.filter(of__cycle_id=cycle_id, space_id=scope.current().home_id)
        .order_by("pk")
        .values_list("of_id", "standard", "grade")
    )
    own = {
        (each.of_id, each.standard): settled_rank(each.graded, each.total)
        for each in StandardGrade.objects.filter(of__in={pk for pk, _, _ in settled})
    }
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for pk, standard, grade in settled:
        if (pk, standard) in own:
            found[standard].append((own[pk, standard], grade))
    return found


def moderated_of(returns: Sequence[Return]) -> dict[tuple[int, str], int]:
    rows = Moderation.objects.filter(of__in=[row.pk for row in returns]).order_by("pk")
    return {(pk, standard): grade for pk, standard, grade in rows.values_list("of_id", "standard", "grade")}


def standard_lines(cycle: AssessmentCycle, asked: QuestionSet) -> list[StandardLine]:
    """Four queries, five with a cycle before."""
    before, top_before = {}, asked.scale.top
    if cycle.previous_id is not None:
        previous = AssessmentCycle.objects.get(pk=cycle.previous_id)
        before, top_before = standard_sums(previous.pk), previous.questions.scale.top
    titles = [(standard.code, standard.title) for standard in asked.standards]
    return overview.lines(titles, asked.scale.top, standard_sums(cycle.pk), before, top_before, judged(cycle.pk))


@dataclass(frozen=True)
class QuestionLine:
    code: str
    mean: float
    answers: int
    at_bottom: int


def question_lines(returns: Sequence[Return]) -> list[QuestionLine]:
    """The lowest mean first. One query over the answers of these."""
    rows = Answer.objects.filter(of__in=[row.pk for row in returns], grade__isnull=False).order_by().values("question")
    found = rows.annotate(mean=Avg("grade"), number=Count("pk"), bottom=Count("pk", filter=Q(grade=0)))
    lines = [QuestionLine(r["question"], float(r["mean"]), r["number"], r["bottom"]) for r in found]
    return sorted(lines, key=lambda line: (line.mean, line.code))


def carried_unread(returns: Sequence[Return]) -> list[tuple[str, int, int]]:
    """(body, answers taken over in two cycles or more without a change, the longest), the most first. One query."""
    names = {row.pk: row.name for row in returns}
    rows = Answer.objects.filter(of__in=list(names), carried__gte=2).order_by().values_list("of_id", "carried")
    found: dict[str, list[int]] = defaultdict(list)
    for pk, carried in rows:
        found[names[pk]].append(carried)
    return sorted(((name, len(each), max(each)) for name, each in found.items()), key=lambda line: (-line[1], line[0]))


def carried_of(returns: Sequence[Return]) -> dict[int, int]:
    """Return id → answers taken over in two cycles or more without a change. One query for a page."""
    rows = Answer.objects.filter(of__in=[row.pk for row in returns], carried__gte=2).order_by().values("of_id")
    return {row["of_id"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def all_returns(cycle_id: int) -> list[Return]:
    """Handed in or not, with their bodies, by name. One query."""
    return list(Return.objects.filter(cycle_id=cycle_id).select_related("body").order_by("name", "pk"))


def handed_in(year: str) -> tuple[int, int]:
    """(asked, handed in) over all cycles of a year that were launched, for the yearly report. One query."""
    found = Return.objects.filter(cycle__year=year).exclude(cycle__state="draft").order_by()
    counts = found.aggregate(asked=Count("pk"), done=Count("pk", filter=Q(state__in=IN)))
    return counts["asked"], counts["done"]


def moderated_in(year: str) -> int:
    """Returns of a year that this partnership's panel settled a grade of. One query."""
    found = Moderation.objects.filter(of__cycle__year=year, space_id=scope.current().home_id)
    return found.order_by().values("of").distinct().count()


def feedback_count(cycle_id: int) -> int:
    return Feedback.objects.filter(of__cycle_id=cycle_id).count()


def grid_of_cycle(cycle_id: int) -> dict[tuple[int, str], float]:
    """(return, standard) → mean of the own grades, over all that have handed in. One query."""
    rows = StandardGrade.objects.filter(cycle_id=cycle_id, of__in=in_of(cycle_id).values("pk")).order_by("pk")
    return {
        (pk, standard): round(total / graded, 2)
        for pk, standard, graded, total in rows.values_list("of_id", "standard", "graded", "total")
    }


def moderated_of_cycle(cycle_id: int) -> dict[tuple[int, str], int]:
    rows = Moderation.objects.filter(of__cycle_id=cycle_id).order_by("pk")
    return {(pk, standard): grade for pk, standard, grade in rows.values_list("of_id", "standard", "grade")}
