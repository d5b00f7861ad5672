"""One return with its answers, what stands beside them, and what is still missing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from throughline.office.audits.models import Answer, Comment, Evidence, Return, Signature
from throughline.office.audits.rules import returns
from throughline.office.audits.rules.question_sets import QuestionSet, read_text
from throughline.office.audits.rules.returns import EDITABLE, Facts, Given
from throughline.office.audits.rules.scales import CarryRule, Scale, carried


@dataclass(frozen=True)
class Before:
    """Last time's answer to the same question. `grade` on this cycle's scale, None where it is to be given anew."""

    cycle: str
    grade: int | None
    old_grade: str
    not_applicable: bool
    text: str
    improvement: str
    carried: int


def asked(row: Return) -> QuestionSet:
    """What its cycle asks. No query where `people.one` found the row: it has brought the text of the content along."""
    text = getattr(row, "cycle_text", None)
    return row.cycle.questions if text is None else read_text(text)


def given(row: Return) -> dict[str, Answer]:
    """By question. One query; one more for each whose `by` is asked."""
    return {each.question: each for each in Answer.objects.filter(of=row)}


def in_brief(row: Return) -> dict[str, Given]:
    """By question, what was said without who said it and when. One query, and no row is made: a page shows hundreds."""
    fields = ("question", "grade", "not_applicable", "text", "improvement")
    return {code: Given(*said) for code, *said in Answer.objects.filter(of=row).order_by().values_list(*fields)}


def facts_of(row: Return, signs: bool, today: date) -> Facts:
    """Six queries."""
    questions, answers = asked(row), in_brief(row)
    signature = current_signature(row)
    return Facts(
        missing=len(returns.missing(questions, row.kind, answers)),
        unproven=len(returns.unproven(questions, row.kind, answers)),
        expired=len(expired_of(row, questions, evidence_of(row), today)),
        signs=signs,
        hash_holds=signature is not None and signature.sha256 == hash_of(row),
        awaits=signature.together_email if signature is not None and signature.awaits_second else "",
    )


def expired_of(row: Return, questions: QuestionSet, rows: list[Evidence], today: date) -> list[str]:
    """AU-05c. No query: `rows` as `evidence_of` gives them."""
    ends = {code: [each.expires for each in found] for code, found in evidence_by_question(rows).items()}
    return returns.expired(questions, row.kind, ends, today)


def current_signature(row: Return) -> Signature | None:
    """Whose signature stands. No query while the return can be changed: it has none then."""
    if row.state in EDITABLE:
        return None
    return Signature.objects.filter(of=row, current=True).select_related("by").first()


def hash_of(row: Return) -> str:
    """Of the content as it is now. Three queries."""
    evidence = [
        (each.title, each.file.sha256 if each.file else each.link, [use.question for use in each.uses.all()])
        for each in evidence_of(row)
    ]
    return returns.content_hash(row.cycle.title, row.name, in_brief(row), evidence)


def evidence_of(row: Return) -> list[Evidence]:
    """With file and the questions each serves. Two queries."""
    return list(Evidence.objects.filter(of=row).select_related("file__upload", "by").prefetch_related("uses"))


def evidence_by_question(rows: list[Evidence]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = defaultdict(list)
    for each in rows:
        for use in each.uses.all():
            found[use.question].append(each)
    return found


def comments(row: Return, question: str) -> list[Comment]:
    return list(Comment.objects.filter(of=row, question=question).select_related("by"))


def comment_counts(row: Return) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for code in Comment.objects.filter(of=row).values_list("question", flat=True):
        found[code] += 1
    return found


def before(row: Return) -> dict[str, Before]:
    """Last time's answers of the same body, by question: what the cycle before this one holds. Three queries."""
    previous = row.cycle.previous
    if previous is None:
        return {}
    old = Return.objects.filter(cycle=previous, body_id=row.body_id).first()
    if old is None:
        return {}
    scale, now = previous.questions.scale, asked(row).scale
    rule = CarryRule(row.cycle.carry_rule)
    return {
        each.question: _before(each, previous.title, scale, now, rule)
        for each in Answer.objects.filter(of=old)
        if each.is_answered or each.text
    }


def _before(each: Answer, title: str, scale: Scale, now: Scale, rule: CarryRule) -> Before:
    grade = None if each.grade is None else carried(each.grade, scale, now, rule)
    words = scale.step(each.grade).label if each.grade is not None else "Does not apply"
    return Before(title, grade, words, each.not_applicable, each.text, each.improvement, each.carried)
