"""Finished values for the pages of surveys."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from throughline.foundation.surveys import rules
from throughline.foundation.surveys.models import Invitation, Questionnaire, Survey
from throughline.foundation.surveys.queries import QuestionResult, Results
from throughline.foundation.surveys.registry import kind_of
from throughline.foundation.surveys.rules import Answers, Kind, Naming, Question
from throughline.foundation.surveys.words import naming_words
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table

HIDDEN = "not shown"


def pages(invitation: Invitation) -> list[tuple[Question, ...]]:
    version = invitation.survey.version
    return rules.pages_of(version.asked, version.one_a_page)


def first_open_page(of: Sequence[Sequence[Question]], answers: Answers) -> int:
    """The first page with a required question not answered; the last where all are."""
    for number, questions in enumerate(of, 1):
        if rules.missing(questions, answers) or not any(question.key in answers for question in questions):
            return number
    return len(of)


def naming_line(survey: Survey) -> str:
    return naming_words(Naming(survey.naming), survey.threshold)


def start_lines(survey: Survey, questions: int) -> list[str]:
    lines = [f"{formats.counted(questions, 'question')}."]
    if survey.closes_on:
        lines.append(f"You can answer until the end of {formats.weekday(survey.closes_on)}.")
    lines.append(naming_line(survey))
    lines.append("You can stop and come back by the same link: each page that you save is kept until you send it all.")
    return lines


def surveys_table(found: Sequence[Survey]) -> Table | None:
    if not found:
        return None
    return Table(
        "Surveys",
        [
            Column("Survey"), Column("Kind"), Column("Open"), Column("Asked", numeric=True),
            Column("Answered", numeric=True), Column("Response rate", numeric=True),
        ],
        [
            [
                Cell(survey.title, reverse("surveys:survey", args=[survey.pk])),
                kind_of(survey.kind).label,
                open_words(survey),
                formats.number(survey.asked),  # type: ignore[attr-defined]
                formats.number(survey.respondents),  # type: ignore[attr-defined]
                rate_words(survey.respondents, survey.asked),  # type: ignore[attr-defined]
            ]
            for survey in found
        ],
    )  # fmt: skip


def open_words(survey: Survey) -> str:
    if survey.closes_on is None:
        return f"From {formats.day(survey.opens_on)}"
    return formats.day_range(survey.opens_on, survey.closes_on)


def rate_words(respondents: int, asked: int) -> str:
    return formats.percent(rules.response_rate(respondents, asked), 0)


def survey_rows(survey: Survey, results: Results) -> list[SummaryRow]:
    return [
        SummaryRow("Kind", kind_of(survey.kind).label),
        SummaryRow("Open", open_words(survey)),
        SummaryRow("Asked", formats.number(results.asked)),
        SummaryRow("Answered", formats.number(results.respondents)),
        SummaryRow("Response rate", rate_words(results.respondents, results.asked)),
        SummaryRow("Names", "Anonymous" if survey.is_anonymous else "Named"),
        SummaryRow("Smallest group shown", f"{survey.threshold} people"),
    ]


@dataclass(frozen=True)
class ShownQuestion:
    """A question's result as its tables; `hidden` says that too few answered."""

    text: str
    hidden: bool
    summary: str
    counts: Table | None
    groups: Table | None
    texts: Sequence[str]


def shown(result: QuestionResult) -> ShownQuestion:
    found = result.tally
    question = found.question
    if found.hidden:
        return ShownQuestion(question.text, True, "", None, None, ())
    summary = f"{formats.number(found.n)} answered."
    if found.mean is not None:
        most = f" of {len(question.options)}" if question.kind is Kind.SCALE else ""
        summary += f" Mean {formats.number(found.mean, 1)}{most}."
    counts = None
    if found.counts:
        counts = Table(
            question.text,
            [Column("Answer"), Column("People", numeric=True), Column("Share", numeric=True)],
            [
                [words, formats.number(n), formats.percent(100 * n / (found.n or 1), 0)]
                for words, n in found.counts
            ],
        )  # fmt: skip
    groups = None
    if result.groups:
        groups = Table(
            "By group",
            [Column("Group"), Column("Answered", numeric=True), Column("Mean", numeric=True)],
            [
                [
                    g.group,
                    HIDDEN if g.hidden else formats.number(g.n),
                    HIDDEN if g.hidden else formats.number(g.mean, 1),
                ]
                for g in result.groups
            ],
        )
    return ShownQuestion(question.text, False, summary, counts, groups, found.texts)


def results_rows(results: Results) -> list[list[str]]:
    """The results as rows of a file, with a heading. Hidden numbers are 'not shown'."""
    rows = [["Question", "Group", "Answer", "People", "Mean"]]
    rows.append(["Asked", "Everybody", "", str(results.asked), ""])
    rows.append(["Answered", "Everybody", "", str(results.respondents), ""])
    for result in results.questions:
        found = result.tally
        text = found.question.text
        if found.hidden:
            rows.append([text, "Everybody", "", HIDDEN, HIDDEN])
            continue
        mean = "" if found.mean is None else formats.number(found.mean, 2)
        rows.append([text, "Everybody", "", str(found.n), mean])
        rows += [[text, "Everybody", words, str(n), ""] for words, n in found.counts]
        rows += [
            [text, g.group, "", HIDDEN if g.hidden else str(g.n), HIDDEN if g.hidden else formats.number(g.mean, 2)]
            for g in result.groups
        ]
        rows += [[text, "Everybody", said, "", ""] for said in found.texts]
    return rows


def versions_table(questionnaire: Questionnaire) -> Table | None:
    versions = list(questionnaire.versions.all())
    if not versions:
        return None
    return Table(
        "Versions",
        [Column("Version"), Column("Questions", numeric=True), Column("Published")],
        [
            [
                str(version.number),
                formats.number(len(version.questions)),
                f"{formats.day(version.published_on)} by {version.published_by}" if version.published_on else "Draft",
            ]
            for version in versions
        ],
    )


def questions_rows(questions: Sequence[Question]) -> list[SummaryRow]:
    kinds = {
        Kind.SCALE: "Scale", Kind.SINGLE: "One answer", Kind.MULTIPLE: "Several answers", Kind.SHORT: "Short text",
        Kind.LONG: "Long text", Kind.NUMBER: "Number",
    }  # fmt: skip
    return [
        SummaryRow(
            question.text,
            f"{kinds[question.kind]}{': ' + ', '.join(w for _, w in question.options) if question.options else ''}"
            f"{'' if question.required else ' (optional)'}",
        )
        for question in questions
    ]
