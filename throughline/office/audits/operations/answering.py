"""Answering: each answer saved as one goes, by compare-and-set: two people never overwrite each other silently."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from simple_history.utils import bulk_create_with_history

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.sheets.api import take_upload
from throughline.foundation.workflow.api import fire
from throughline.office.audits.models import Answer, Comment, Return, StandardGrade
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.queries import answers as reads
from throughline.office.audits.queries.people import Part, one, reader
from throughline.office.audits.rules.question_sets import Question, QuestionSet, Standard
from throughline.office.audits.rules.returns import EDITABLE, sums
from throughline.office.audits.workflow import RETURN

CLOSED = "The cycle is closed, or this return was signed or handed in: nothing can be changed now."
NOT_YOURS = "This standard was not given to you. Ask the lead of the return."
LONGEST = 8000


@dataclass(frozen=True)
class AnswerInput:
    """`seen`: the answer's number when the page was made, 0 for none. `grade`: a rank, None where not given."""

    seen: int
    grade: int | None = None
    not_applicable: bool = False
    text: str = ""
    improvement: str = ""

    def same_as(self, row: Answer) -> bool:
        return (self.grade, self.not_applicable, self.text, self.improvement) == (
            row.grade, row.not_applicable, row.text, row.improvement
        )  # fmt: skip


class Conflict(Refused):
    """AU-04: somebody else changed this answer meanwhile. `theirs` is what stands now; nothing was overwritten."""

    def __init__(self, theirs: Answer) -> None:
        super().__init__(f"{theirs.by} changed this answer while you wrote. Compare both texts, then save again.")
        self.theirs = theirs


@operation(AuditsPermission.ANSWER)
def save_answer(*, return_id: int, question: str, given: AnswerInput, by: Actor, at: datetime) -> Answer:
    """Raises Conflict, Refused, NotPermitted, Return.DoesNotExist, KeyError for a question that is not asked."""
    row, part = one(reader(by), return_id, hold=True)
    questions = reads.asked(row)
    standard, found = question_of(questions, row, question)
    _may(part, standard, row)
    if given.grade is not None and not 0 <= given.grade <= questions.scale.top:
        raise Refused("This grade is not on the scale.")
    if len(given.text) > LONGEST or len(given.improvement) > LONGEST:
        raise Refused(f"A text may have at most {LONGEST:,} characters.")
    answer = _kept(row, standard.code, found.code, given, carried=0, by=by, at=at)
    count_again(row, [standard.code], by=by, at=at)
    return answer


@operation(AuditsPermission.ANSWER)
def save_many(
    *, return_id: int, answers: Mapping[str, AnswerInput], upload_id: int | None = None, purpose: str = "", by: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """All of them or none, as a workbook brings them. Returns how many changed. Raises as `save_answer`."""
    if upload_id is not None:
        take_upload(upload_id=upload_id, purpose=purpose, by=by, at=at)
    row, part = one(reader(by), return_id, hold=True)
    questions = reads.asked(row)
    there = {each.question: each for each in Answer.objects.filter(of=row, question__in=answers)}
    standards, changed = {}, 0
    new: list[Answer] = []
    for code, given in answers.items():
        standard, _ = question_of(questions, row, code)
        _may(part, standard, row)
        if given.grade is not None and not 0 <= given.grade <= questions.scale.top:
            raise Refused("This grade is not on the scale.")
        if len(given.text) > LONGEST or len(given.improvement) > LONGEST:
            raise Refused(f"A text may have at most {LONGEST:,} characters.")
        before = given.seen
        answer = _said(row, there.get(code), standard.code, code, given, carried=0, by=by, at=at)
        if answer.pk is None:
            new.append(answer)
        changed += answer.number != before
        standards[standard.code] = True
    bulk_create_with_history(new, Answer, default_user=by.user)
    count_again(row, standards, by=by, at=at)
    return changed


@operation(AuditsPermission.ANSWER)
def take_over(*, return_id: int, question: str, seen: int, by: Actor, at: datetime) -> Answer:
    """Last time's words and grade become this time's, because somebody says that they still hold. The number of cycles
    that they stood unchanged is kept. Raises as `save_answer`."""
    row, part = one(reader(by), return_id, hold=True)
    standard, found = question_of(reads.asked(row), row, question)
    _may(part, standard, row)
    before = reads.before(row).get(question)
    if before is None:
        raise Refused("There is no answer from last time.")
    given = AnswerInput(seen, before.grade, before.not_applicable, before.text, before.improvement)
    answer = _kept(row, standard.code, found.code, given, carried=before.carried + 1, by=by, at=at)
    count_again(row, [standard.code], by=by, at=at)
    return answer


@operation(AuditsPermission.ANSWER)
def comment(*, return_id: int, question: str, text: str, by: Actor, at: datetime) -> Comment:
    """For those who work on the return. Raises Refused."""
    row, part = one(reader(by), return_id)
    question_of(reads.asked(row), row, question)
    if not part.works:
        raise NotPermitted("Only those who work on this return comment on it.")
    if not text.strip():
        raise Refused("Write the comment.")
    return Comment.objects.create(
        space_id=row.space_id, of=row, question=question, text=text.strip(), by=by.user, at=at
    )


def question_of(questions: QuestionSet, row: Return, code: str) -> tuple[Standard, Question]:
    """Raises KeyError for one that is not asked of this body."""
    for standard, asked in questions.asked_of(row.kind):
        for question in asked:
            if question.code == code:
                return standard, question
    raise KeyError(code)


def _may(part: Part, standard: Standard, row: Return) -> None:
    if not part.answers(standard.code):
        raise NotPermitted(NOT_YOURS)
    if row.cycle.state != "open":
        raise Refused(CLOSED)
    still_open(row)


def still_open(row: Return) -> None:
    """The return, held, can still be changed. Raises Refused."""
    if row.state not in EDITABLE:
        raise Refused(CLOSED)


def _kept(
    row: Return, standard: str, question: str, given: AnswerInput, *, carried: int, by: Actor, at: datetime
) -> Answer:
    current = Answer.objects.filter(of=row, question=question).first()
    answer = _said(row, current, standard, question, given, carried=carried, by=by, at=at)
    if answer.pk is None:
        answer.save()
    return answer


def _said(
    row: Return, current: Answer | None, standard: str, question: str, given: AnswerInput, *, carried: int, by: Actor,
    at: datetime,
) -> Answer:  # fmt: skip
    """AU-04. New, and not saved yet, where none was seen and none is there; else changed only if its number is the one
    seen, in one statement."""
    given = AnswerInput(given.seen, None if given.not_applicable else given.grade, given.not_applicable,
                        given.text.strip(), given.improvement.strip())  # fmt: skip
    words = {
        "grade": given.grade, "not_applicable": given.not_applicable, "text": given.text,
        "improvement": given.improvement, "by": by.user, "at": at, "carried": carried,
    }  # fmt: skip
    if current is None:
        if given.seen:
            raise Refused("This answer is gone. Open the question again.")
        return Answer(space_id=row.space_id, of=row, standard=standard, question=question, **words)
    if given.same_as(current):
        return current
    if current.number != given.seen:
        raise Conflict(current)
    words["number"] = given.seen + 1
    if not Answer.objects.filter(pk=current.pk, number=given.seen).update(**words):
        raise Conflict(Answer.objects.get(pk=current.pk))
    for name, value in words.items():
        setattr(current, name, value)
    Answer.history.bulk_history_create([current], update=True, default_user=by.user)
    return current


def count_again(row: Return, standards: Collection[str], *, by: Actor, at: datetime) -> None:
    """The return's count and the sums of these standards, from its answers. The return is held by now. One query to
    read them, one for each standard, one where the count changed."""
    answered, grades = 0, {code: list[int]() for code in standards}
    found = Answer.objects.filter(of=row).order_by().values_list("standard", "grade", "not_applicable")
    for standard, grade, not_applicable in found:
        answered += grade is not None or not_applicable
        if grade is not None and standard in grades:
            grades[standard].append(grade)
    for standard in grades:
        kept = StandardGrade.objects.filter(of=row, standard=standard)
        now = sums(grades[standard])
        if now is None:
            kept.delete()
        elif not kept.update(**vars(now)):
            StandardGrade.objects.create(
                of=row, standard=standard, space_id=row.space_id, cycle_id=row.cycle_id, **vars(now)
            )
    if answered != row.answered:
        Return.objects.filter(pk=row.pk).update(answered=answered)
        row.answered = answered
    if row.state == "not_started":
        fire(RETURN, row, "begin", by=by, at=at)
