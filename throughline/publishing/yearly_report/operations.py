"""Writes: the report's text, how findings are settled, builds, and publishing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.documents.api import StoredContent, add_file
from throughline.foundation.figures import operations as figures
from throughline.foundation.figures.values import ReportYear
from throughline.foundation.jobs.api import enqueue
from throughline.foundation.tenancy import scope
from throughline.publishing.yearly_report import queries
from throughline.publishing.yearly_report.building import CONTENT_TYPES, Made, frozen_content
from throughline.publishing.yearly_report.models import Build, Edition, Report, ReportFile, Section, Settlement
from throughline.publishing.yearly_report.permissions import ReportPermission
from throughline.publishing.yearly_report.rules.elements import editions
from throughline.publishing.yearly_report.rules.findings import How, Judged
from throughline.publishing.yearly_report.rules.outline import SECTIONS
from throughline.publishing.yearly_report.rules.references import problems
from throughline.publishing.yearly_report.rules.showing import Audience

BUILD = "yearly_report.build"
LONGEST_WAIT = timedelta(hours=1)
UNFINISHED = (Build.Status.WAITING, Build.Status.RUNNING)
NEVER_FINISHED = "It was not finished within an hour, so it was given up. Ask for it again."
FILE_KIND_DRAFT = "yearly_report_draft"
FILE_KIND_EDITION = "yearly_report_edition"


class EditConflict(Refused):
    """Somebody else saved the section first. `theirs` is the section as it now stands; nothing of yours was saved."""

    def __init__(self, theirs: Section) -> None:
        super().__init__(
            "Somebody else changed this section after you opened it. Both texts are below: nothing is lost."
        )
        self.theirs = theirs


class NotReady(Refused):
    """Publishing was refused. `blocking` are the errors that are not settled."""

    def __init__(self, blocking: list[Judged]) -> None:
        count = len(blocking)
        what = "error is" if count == 1 else "errors are"
        first = "; ".join(f"{judged.finding.code}, {judged.finding.place}" for judged in blocking[:5])
        super().__init__(f"The report cannot be published yet: {count} {what} not settled ({first}).")
        self.blocking = blocking


@operation(ReportPermission.EDIT)
def start_report(*, year: ReportYear, by: Actor, at: datetime) -> Report:
    """The year's report with its sections, empty; the one that is there when it was started before."""
    home = scope.current().home_id
    report = Report.objects.filter(space_id=home, year=year.label).first()
    if report is None:
        report = Report(space_id=home, year=year.label, title=queries.default_title(year), started_at=at)
        report.save()
        for outline in SECTIONS:
            Section(space_id=home, report=report, key=outline.key, number=outline.number, title=outline.title).save()
    return report


@operation(ReportPermission.EDIT)
def save_section(
    *, section_id: int, version: int, title: str, body: str, elements: list[str], by: Actor, at: datetime
) -> Section:
    """Raises EditConflict when the section was saved since `version`; Refused, with each place, when the text refers to
    a figure that does not exist."""
    section = Section.objects.select_for_update().select_related("report").get(pk=section_id)
    if section.version != version:
        raise EditConflict(section)
    wrong = problems(body, set(queries.figure_ids(section.report.year)))
    if wrong:
        raise Refused(" ".join(wrong))
    known = {element.code for edition in editions() for element in edition.elements}
    if not set(elements) <= known:
        raise Refused("Choose elements from the list.")
    if not title.strip():
        raise Refused("Enter a title.")
    section.title, section.body = title.strip(), body.replace("\r\n", "\n")
    section.elements, section.version = sorted(set(elements)), version + 1
    section.save()
    return section


@operation(ReportPermission.EDIT)
def settle(
    *,
    year: ReportYear,
    as_at: date,
    finding: str,
    how: How,
    text: str = "",
    figure_id: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Settles what was found and keeps how, who and when. Tying puts a reference where the number was typed."""
    report = start_report(year=year, by=by, at=at)
    standing = queries.standing(year, as_at)
    judged = next((j for j in standing.judged if j.finding.key == finding), None)
    if judged is None:
        raise Refused("This is not found any more; there is nothing to settle.")
    found = judged.finding
    if how not in found.ways:
        raise Refused("It cannot be settled in this way.")
    text = text.strip()
    if how in (How.EXPLAIN, How.CITE, How.EXCEPTION) and not text:
        raise Refused("Say why, in a sentence that a reader of the report will understand.")
    if how is How.TIE:
        if figure_id not in standing.values:
            raise Refused("Choose the figure that the number is.")
        section = Section.objects.select_for_update().get(report=report, key=found.section)
        if section.body[found.start : found.end] != found.typed:
            raise Refused("Somebody else changed this section at the same moment. Look at the checks again.")
        body = f"{section.body[: found.start]}{{{{ figure:{figure_id} }}}}{section.body[found.end :]}"
        save_section(
            section_id=section.pk, version=section.version, title=section.title, body=body,
            elements=section.elements, by=by, at=at,
        )  # fmt: skip
        text = f"“{found.typed}” became the figure {figure_id}"
    if how is How.EXCEPTION:
        figures.except_figure(figure_id=found.figures[0], year=year.label, reason=text, by=by, at=at)
    row = Settlement.objects.filter(report=report, finding=finding).first() or Settlement(
        space_id=report.space_id, report=report, finding=finding
    )
    row.code, row.about, row.how, row.text, row.by, row.at = found.code, found.about, how, text, by.user, at
    row.save()


@operation(ReportPermission.EDIT)
def withdraw_settlement(*, year: ReportYear, finding: str, by: Actor, at: datetime) -> None:
    """The finding is open again; its history keeps how it was settled."""
    row = Settlement.objects.filter(report__year=year.label, finding=finding).first()
    if row is None:
        raise Refused("This was not settled.")
    row.delete()


@operation(ReportPermission.EDIT)
def ask_for_draft(*, year: ReportYear, as_at: date, by: Actor, at: datetime) -> Build:
    """The worker works the figures out and makes the draft with its files."""
    return _ask(year, as_at, Build.Kind.DRAFT, by, at)


@operation(ReportPermission.PUBLISH)
def ask_for_edition(*, year: ReportYear, as_at: date, by: Actor, at: datetime) -> Build:
    """The worker freezes the report as at the day. Raises NotReady while an error is not settled."""
    figures.run_figures(year=year, as_at=as_at, by=by, at=at)
    blocking = queries.standing(year, as_at).blocking
    if blocking:
        raise NotReady(blocking)
    return _ask(year, as_at, Build.Kind.EDITION, by, at)


def _ask(year: ReportYear, as_at: date, kind: str, by: Actor, at: datetime) -> Build:
    report = start_report(year=year, by=by, at=at)
    give_up(by=by, at=at)
    found = Build.objects.filter(report=report, kind=kind, status__in=UNFINISHED).first()
    if found is not None:
        return found
    build = Build(space_id=report.space_id, report=report, kind=kind, as_at=as_at, asked_by=by.user, asked_at=at)
    build.save()
    enqueue(BUILD, build_id=build.pk)
    return build


@operation(ReportPermission.EDIT)
def give_up(*, by: Actor, at: datetime) -> int:
    """A build that has died with its workers is not waited for: who asked is told, and can ask again. How many."""
    lost = Build.objects.filter(status__in=UNFINISHED, asked_at__lt=at - LONGEST_WAIT)
    return lost.update(status=Build.Status.FAILED, message=NEVER_FINISHED, finished_at=at)


@operation(ReportPermission.EDIT)
def begin_build(*, build_id: int, by: Actor, at: datetime) -> Build | None:
    """The build, marked as being made, with the figures worked out; None when it is finished already."""
    build = Build.objects.select_related("report", "asked_by").get(pk=build_id)
    if build.status in (Build.Status.DONE, Build.Status.FAILED):
        return None
    Build.objects.filter(pk=build_id).update(status=Build.Status.RUNNING)
    figures.run_figures(year=queries.report_year(build.report.year), as_at=build.as_at, by=by, at=at)
    return build


@operation(ReportPermission.EDIT)
def fail_build(*, build_id: int, message: str, by: Actor, at: datetime) -> None:
    unfinished = Build.objects.filter(pk=build_id).exclude(status=Build.Status.DONE)
    unfinished.update(status=Build.Status.FAILED, message=message, finished_at=at)


@dataclass(frozen=True)
class Kept:
    """What was made, with its files already on disk."""

    made: Made
    files: Mapping[str, StoredContent]


@operation(ReportPermission.EDIT)
def finish_draft(*, build_id: int, kept: Kept, by: Actor, at: datetime) -> None:
    build = Build.objects.select_related("report").get(pk=build_id)
    if _finish(build, kept, by, at):
        _add_files(build.report, kept, {"build": build}, FILE_KIND_DRAFT, f"{build.report.title}, draft", by, at)


@operation(ReportPermission.PUBLISH)
def publish(
    *, year: ReportYear, as_at: date, standing: queries.Standing, kept: Kept, by: Actor, at: datetime,
    build_id: int | None = None,
) -> Edition | None:  # fmt: skip
    """Freezes what was made from `standing` as the report's next edition, and registers what it shows.

    Raises NotReady while an error is not settled. None when this build was published before.
    """
    if standing.blocking:
        raise NotReady(standing.blocking)
    report = start_report(year=year, by=by, at=at)
    if build_id is not None and not _finish(Build.objects.get(pk=build_id), kept, by, at, with_page=False):
        return None
    last = Edition.objects.filter(report=report).order_by("-number").first()
    number = last.number + 1 if last else 1
    edition = Edition(
        space_id=report.space_id, report=report, number=number, title=report.title, as_at=as_at,
        statute=standing.statute.title, content=frozen_content(standing, kept.made.figures, number),
        html=kept.made.page, published_at=at, published_by=by.user,
    )  # fmt: skip
    edition.save()
    title = f"{report.title}, edition {number}"
    _add_files(report, kept, {"edition": edition}, FILE_KIND_EDITION, title, by, at)
    shown = standing.shown(Audience.PUBLIC)
    hidden = {i for i, figure in shown.items() if figure.status == "suppressed"}
    figures.record_release(
        year=year.label, edition=title, shown={i: figure.number for i, figure in shown.items()}, hidden=hidden,
        runs=standing.disclosure.runs, wholes=standing.disclosure.wholes, by=by, at=at,
    )  # fmt: skip
    return edition


def _finish(build: Build, kept: Kept, by: Actor, at: datetime, *, with_page: bool = True) -> bool:
    """Compare and set: False when the build was finished before."""
    return bool(
        Build.objects.filter(pk=build.pk)
        .exclude(status=Build.Status.DONE)
        .update(
            status=Build.Status.DONE, finished_at=at, message=kept.made.without_pdf,
            html=kept.made.page if with_page else "",
        )
    )  # fmt: skip


def _add_files(
    report: Report, kept: Kept, owner: dict[str, Build | Edition], kind: str, title: str, by: Actor, at: datetime
) -> None:
    for form, content in kept.files.items():
        name = f"{report.year}-figures.{form}" if form in ("csv", "json") else f"yearly-report-{report.year}.{form}"
        stored = add_file(
            by=by, at=at, content=content, kind=kind, name=name, title=title, content_type=CONTENT_TYPES[form]
        )
        ReportFile(space_id=report.space_id, format=form, stored=stored, **owner).save()
