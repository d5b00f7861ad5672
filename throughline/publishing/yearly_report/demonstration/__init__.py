"""The demonstration's report: its text, and how what does not add up in it was settled, from the folders beside this.

Loading it goes through the operations like anybody's writing, and publishes only if nothing holds publishing up.
"""

import tomllib
from datetime import date, datetime
from pathlib import Path

from throughline.foundation.access.actors import Actor
from throughline.foundation.documents.api import save_content
from throughline.foundation.figures.operations import run_figures
from throughline.foundation.tenancy.models import Partnership
from throughline.publishing.yearly_report import building, operations, queries
from throughline.publishing.yearly_report.models import Edition
from throughline.publishing.yearly_report.rules.findings import Finding, How
from throughline.publishing.yearly_report.rules.showing import Audience

FOLDER = Path(__file__).parent


def folder_of(partnership: Partnership) -> Path | None:
    """The folder with a report for this partnership: 'medway-2023-24' for Medway."""
    found = sorted(FOLDER.glob(f"{partnership.slug}-[0-9]*"))
    return found[-1] if found else None


def load_report(*, folder: Path, by: Actor, at: datetime) -> Edition | None:
    """Writes, settles and publishes the report in the active scope; None when it was published before.

    Raises Refused (NotReady among them) when the text or a settlement does not fit the records.
    """
    given = tomllib.loads((folder / "report.toml").read_text(encoding="utf-8"))
    year, as_at = queries.report_year(given["year"]), given["as_at"]
    assert isinstance(as_at, date)  # noqa: S101  our own file
    run_figures(year=year, as_at=as_at, by=by, at=at)
    report = operations.start_report(year=year, by=by, at=at)
    if queries.editions_of(report):
        return None
    for section in queries.standing(year, as_at).sections:
        if section.body:
            continue  # somebody wrote here already
        operations.save_section(
            section_id=section.pk, version=section.version, title=section.title,
            body=(folder / f"{section.key}.md").read_text(encoding="utf-8"), elements=given["sections"][section.key],
            by=by, at=at,
        )  # fmt: skip
    for settled in given["settled"]:
        for judged in queries.standing(year, as_at).judged:
            if judged.open and _is_meant(judged.finding, settled):
                operations.settle(
                    year=year, as_at=as_at, finding=judged.finding.key, how=How.EXPLAIN, text=settled["explain"],
                    by=by, at=at,
                )  # fmt: skip
    standing = queries.standing(year, as_at)
    if standing.blocking:
        raise operations.NotReady(standing.blocking)
    made = building.make(standing, Audience.PUBLIC, page_link=queries.figure_link(year))
    kept = operations.Kept(made, {form: save_content(content) for form, content in made.files.items()})
    edition = operations.publish(year=year, as_at=as_at, standing=standing, kept=kept, by=by, at=at)
    operations.ask_for_draft(year=year, as_at=as_at, by=by, at=at)
    return edition


def _is_meant(finding: Finding, settled: dict[str, str]) -> bool:
    return finding.code == settled["code"] and settled["names"] in finding.key + " ".join(finding.figures)
