"""Making a draft or an edition in the worker."""

from datetime import datetime, timedelta

from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import real_now
from throughline.foundation.documents.api import PdfFailed, save_content
from throughline.foundation.jobs.api import each_partnership, job, scheduled
from throughline.publishing.yearly_report import building, operations, queries
from throughline.publishing.yearly_report.models import Build
from throughline.publishing.yearly_report.rules.showing import Audience

ACCIDENT = "Something went wrong while it was made. Ask for it again; if it happens again, tell whoever runs this site."


@job(operations.BUILD)
def build(*, build_id: int) -> None:
    carry_out(build_id=build_id)


@scheduled("yearly_report.give_up", every=timedelta(minutes=10), says="Gives up drafts and editions that died unmade.")
def give_up(now: datetime) -> None:
    for _ in each_partnership(now):
        operations.give_up(by=system_actor("worker"), at=now)


def carry_out(*, build_id: int) -> None:
    """The files are made and stored outside of any transaction; a build that was finished before stays as it is."""
    asked = queries.build(build_id)
    # What was asked for was allowed when it was asked; the worker carries it out in that person's name.
    by = Actor(user=asked.asked_by, system=True)
    if operations.begin_build(build_id=build_id, by=by, at=real_now()) is None:
        return
    year = queries.report_year(asked.report.year)
    standing = queries.standing(year, asked.as_at)
    try:
        if asked.kind == Build.Kind.DRAFT:
            kept = keep(building.make(standing, Audience.DRAFT, page_link=queries.figure_link(year)))
            operations.finish_draft(build_id=build_id, kept=kept, by=by, at=real_now())
        else:
            kept = keep(building.make(standing, Audience.PUBLIC, page_link=queries.figure_link(year)))
            operations.publish(
                year=year, as_at=asked.as_at, standing=standing, kept=kept, by=by, at=real_now(), build_id=build_id
            )
    except (Refused, PdfFailed) as refused:
        operations.fail_build(build_id=build_id, message=str(refused), by=by, at=real_now())
    except Exception:  # a full disk, a fault of ours: nobody is left waiting for it, and whoever asked can ask again
        operations.fail_build(build_id=build_id, message=ACCIDENT, by=by, at=real_now())
        raise


def keep(made: building.Made) -> operations.Kept:
    """The files on disk, whole, before any row names them."""
    return operations.Kept(made, {form: save_content(content) for form, content in made.files.items()})
