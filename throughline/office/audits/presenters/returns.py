"""A return as its pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.office.audits.models import Answer, Evidence, Return, Signature
from throughline.office.audits.queries.answers import Before
from throughline.office.audits.queries.people import Part
from throughline.office.audits.rules.question_sets import FORCES, Question, QuestionSet, Standard
from throughline.office.audits.rules.returns import IN, Given, due_words, settled_rank
from throughline.office.audits.rules.scales import Scale
from throughline.office.audits.workflow import RETURN


def state_words(row: Return) -> tuple[str, str]:
    state = RETURN.state(row.state)
    return state.label, state.colour


def summary(row: Return, signature: Signature | None, today: date) -> list[SummaryRow]:
    due = formats.day(row.due)
    if row.state not in IN:
        due = f"{due}, {due_words(row.due, today)}"
    rows = [
        SummaryRow("Asked by", row.get_why_display()),
        SummaryRow("Due", due),
        SummaryRow("Answered", f"{row.answered} of {row.asked} questions"),
        SummaryRow("Lead", row.lead_email or "not named yet"),
    ]
    if row.urn:
        rows.insert(0, SummaryRow("URN", row.urn))
    if row.trust:
        rows.insert(1, SummaryRow("Trust", row.trust))
    if signature is not None:
        words = f"{signature.name}, {signature.post}, {formats.day(signature.at)}"
        if signature.together_name and signature.together_on:
            words += (
                f"; {'signed as well' if signature.together_by_id else 'on paper'} by {signature.together_name}, "
                f"{signature.together_post}, "
                f"{formats.day(signature.together_on)}"
            )
        if signature.awaits_second:
            words += f"; {signature.together_email} was asked to sign as well"
        rows.append(SummaryRow("Signed by", words))
        rows.append(SummaryRow("Check sum of what was signed", signature.sha256))
    if row.submitted_on:
        rows.append(SummaryRow("Submitted", formats.day(row.submitted_on)))
    return rows


@dataclass(frozen=True)
class StandardPart:
    """A standard on the return's page: its own grade in words and sign, how far it is, its questions as a table."""

    code: str
    title: str
    says: str
    progress: str
    grade: str
    colour: str
    opens: str
    table: Table


def grade_words(answer: Answer | Given | None, scale: Scale) -> str:
    if answer is None or not answer.is_answered:
        return "Not answered"
    if answer.not_applicable or answer.grade is None:
        return "Does not apply"
    step = scale.step(answer.grade)
    return f"{step.sign} {step.label}"


def standard_parts(
    row: Return, asked: QuestionSet, answers: Mapping[str, Given], evidence: Mapping[str, Sequence[Evidence]],
    comments: Mapping[str, int],
) -> list[StandardPart]:  # fmt: skip
    return [_part(row, asked.scale, s, questions, answers, evidence, comments)
            for s, questions in asked.asked_of(row.kind)]  # fmt: skip


def _part(
    row: Return, scale: Scale, standard: Standard, questions: Sequence[Question], answers: Mapping[str, Given],
    evidence: Mapping[str, Sequence[Evidence]], comments: Mapping[str, int],
) -> StandardPart:  # fmt: skip
    grades = [a.grade for q in questions if (a := answers.get(q.code)) and a.grade is not None]
    done = sum(1 for q in questions if q.code in answers and answers[q.code].is_answered)
    step = scale.step(settled_rank(len(grades), sum(grades))) if grades else None
    urls = question_urls(row, [q.code for q in questions])
    table = Table(
        f"Questions of standard {standard.code}",
        [Column("Question"), Column("Asked as"), Column("Grade"), Column("Evidence", numeric=True),
         Column("Comments", numeric=True)],
        [
            [
                Cell(f"{q.code} {q.text}", urls[q.code]),
                FORCES[q.force], grade_words(answers.get(q.code), scale), str(len(evidence.get(q.code, ()))),
                str(comments.get(q.code, 0)),
            ]
            for q in questions
        ],
    )  # fmt: skip
    return StandardPart(
        standard.code, standard.title, standard.says, f"{done} of {len(questions)} answered",
        f"{step.sign} {step.label}" if step else "Not graded yet", step.colour if step else "grey",
        "The question" if len(questions) == 1 else f"The {len(questions)} questions", table,
    )  # fmt: skip


def missing_list(row: Return, asked: QuestionSet, codes: Sequence[str]) -> list[Cell]:
    texts = {q.code: q.text for q in asked.questions}
    urls = question_urls(row, codes)
    return [Cell(f"{code} {texts[code]}", urls[code]) for code in codes]


def question_urls(row: Return, codes: Sequence[str]) -> dict[str, str]:
    """By code. Worked out once: a page has more than a hundred. A code holds nothing that an address would escape."""
    pattern = reverse("audits:question", args=[row.pk, "CODE"])
    return {code: pattern.replace("CODE", code) for code in codes}


def steps(
    row: Return, part: Part, open_now: bool, missing: int, *, staff: bool = False, awaits: bool = False
) -> list[Cell]:
    """What this person can do next with the return, as links."""
    found: list[Cell] = []
    here = [row.pk]
    if open_now and (part.lead or part.helps):
        found += [
            Cell("Answer all questions on one page", reverse("audits:all", args=here)),
            Cell("Answer offline in a workbook", reverse("audits:workbook", args=here)),
            Cell("Add evidence", reverse("audits:evidence", args=here)),
        ]
    if part.lead and row.state not in IN and row.cycle.state == "open":
        found.append(Cell("Ask colleagues to help", reverse("audits:people", args=here)))
    if staff and (part.works or part.sees_all):
        found.append(Cell("Staff survey: the link for staff", reverse("audits:staff_link", args=here)))
    if open_now and part.signs and row.state in ("under_way", "returned"):
        found.append(Cell("Sign it off" if not missing else "Sign it off (questions are missing)",
                          reverse("audits:sign", args=here)))  # fmt: skip
    if awaits and part.countersigns and row.state == "signed" and row.cycle.state == "open":
        found.append(Cell("Sign it as well", reverse("audits:countersign", args=here)))
    if part.signs and row.state == "signed" and row.cycle.state == "open":
        found += [
            Cell("Submit it", reverse("audits:submit", args=here)),
            Cell("Take the signature back", reverse("audits:take_back", args=here)),
        ]
    return found


def office_steps(row: Return) -> list[Cell]:
    """Of the business unit."""
    found = [Cell("Name another lead", reverse("audits:lead", args=[row.pk]))]
    if row.state not in IN:
        found.append(Cell("Extend it", reverse("audits:extend", args=[row.pk])))
    if row.state in IN:
        found.append(Cell("Send it back with questions", reverse("audits:send_back", args=[row.pk])))
    if row.state == "submitted":
        found.append(Cell("Accept it", reverse("audits:accept", args=[row.pk])))
    return found


@dataclass(frozen=True)
class BeforeView:
    cycle: str
    grade: str
    text: str
    improvement: str
    stood: str


def before_view(found: Before | None) -> BeforeView | None:
    if found is None:
        return None
    stood = ""
    if found.carried:
        stood = f"These words have been taken over unchanged {formats.counted(found.carried, 'time')}."
    return BeforeView(found.cycle, found.old_grade, found.text, found.improvement, stood)


def evidence_table(rows: Sequence[Evidence], today: date) -> Table | None:
    if not rows:
        return None
    return Table(
        "Evidence",
        [Column("What"), Column("Serves"), Column("Holds until"), Column("Given by"), Column("Virus scan")],
        [
            [
                Cell(each.title, each.file.get_absolute_url() if each.file else each.link),
                ", ".join(use.question for use in each.uses.all()),
                expiry_words(each, today),
                str(each.by),
                each.file.upload.scan_words if each.file and hasattr(each.file, "upload") else "a link",
            ]
            for each in rows
        ],
    )  # fmt: skip


def expiry_words(each: Evidence, today: date) -> str:
    if each.expires is None:
        return "no day given"
    if each.expires <= today:
        return f"expired on {formats.day(each.expires)}"
    return formats.day(each.expires)
