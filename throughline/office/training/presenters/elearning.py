"""Finished values for the pages of e-learning."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Card, Cell, Column, SummaryRow, Table
from throughline.office.training.models import Attempt, Completion, Course, Package
from throughline.office.training.rules.elearning import COMPLETED_WORDS, CompletedBy
from throughline.office.training.rules.scorm import PROGRESS_WORDS, Progress, Version, progress_of

COLOURS = {Progress.DONE: "green", Progress.FAILED: "red", Progress.UNDER_WAY: "yellow", Progress.NOT_STARTED: "grey"}


def cards(packages: Iterable[Package], attempts: dict[int, Attempt]) -> list[Card]:
    found = []
    for package in packages:
        attempt = attempts.get(package.pk)
        progress = Progress(attempt.progress) if attempt else Progress.NOT_STARTED
        found.append(
            Card(
                package.course.title, reverse("training:elearning", args=[package.pk]), text=package.course.audience,
                note=hours_words(package.course), tag=PROGRESS_WORDS[progress], tag_colour=COLOURS[progress],
            )
        )  # fmt: skip
    return found


def hours_words(course: Course) -> str:
    if course.hours is None:
        return ""
    return "About 1 hour" if course.hours == 1 else f"About {formats.number(course.hours)} hours"


def course_rows(package: Package, attempt: Attempt | None) -> list[SummaryRow]:
    course, progress = package.course, Progress(attempt.progress) if attempt else Progress.NOT_STARTED
    rows = [SummaryRow("Where you are", PROGRESS_WORDS[progress])]
    if attempt and attempt.done_at:
        rows.append(SummaryRow("Completed on", formats.day(attempt.done_at)))
    if attempt and attempt.score is not None:
        rows.append(SummaryRow("Score", score_words(attempt.score)))
    for key, value in (("Level", course.level), ("For", course.audience), ("Outcomes", course.outcomes),
                       ("Time", hours_words(course))):  # fmt: skip
        if value:
            rows.append(SummaryRow(key, value))
    return rows


def parts_of(package: Package, attempt: Attempt | None) -> list[tuple[int, str, str, str]]:
    """(number from 0, title, words, colour) of each part."""
    found = []
    for number, part in enumerate(package.manifest_parts):
        state = attempt.state.get(str(number), {}) if attempt else {}
        progress = progress_of(Version(package.version), state, part.mastery)
        found.append((number, part.title or f"Part {number + 1}", PROGRESS_WORDS[progress], COLOURS[progress]))
    return found


def score_words(score: object) -> str:
    return "none" if score is None else f"{formats.number(score)}%"  # type: ignore[arg-type]


def packages_table(packages: Sequence[Package]) -> Table | None:
    if not packages:
        return None
    return Table(
        "Courses that are played here",
        [Column("Course"), Column("Kind"), Column("Opened", numeric=True), Column("Completed", numeric=True)],
        [
            [
                Cell(package.course.title, reverse("training:office_elearning_package", args=[package.pk])),
                f"SCORM {package.version}", str(package.people), str(package.done),  # type: ignore[attr-defined]
            ]
            for package in packages
        ],
        stacked=True,
    )  # fmt: skip


def people_table(attempts: Sequence[Attempt]) -> Table | None:
    if not attempts:
        return None
    head, *rows = people_rows(attempts)
    columns = [Column(label, numeric=label in ("Score", "Minutes")) for label in head]
    return Table("Who opened it", columns, rows, stacked=True)


def people_rows(attempts: Iterable[Attempt]) -> list[list[str]]:
    """As rows of a file, with a heading."""
    head = ["Name", "Email", "Agency", "Where they are", "Score", "Minutes", "Completed on"]
    return [
        head,
        *(
            [
                each.person.name, each.person.email, each.person.agency_name, PROGRESS_WORDS[Progress(each.progress)],
                "" if each.score is None else formats.number(each.score), str(each.seconds // 60),
                formats.day(each.done_at) if each.done_at else "",
            ]
            for each in attempts
        ),
    ]  # fmt: skip


def completions_table(completions: Sequence[Completion]) -> Table | None:
    if not completions:
        return None
    head, *rows = completion_rows(completions)
    for row, each in zip(rows, completions, strict=True):
        row[head.index("Completed on")] = formats.day(each.day)
    return Table("Completions", [Column(label, numeric=label == "Score") for label in head], rows, stacked=True)


def completion_rows(completions: Iterable[Completion]) -> list[list[str]]:
    """As rows of a file, with a heading; days as 2024-02-05."""
    head = ["Name", "Email", "Agency", "Course", "Completed on", "Score", "Source"]
    return [
        head,
        *(
            [
                each.person.name, each.person.email, each.agency_name, each.course.title, each.day.isoformat(),
                "" if each.score is None else formats.number(each.score), COMPLETED_WORDS[CompletedBy(each.source)],
            ]
            for each in completions
        ),
    ]  # fmt: skip
