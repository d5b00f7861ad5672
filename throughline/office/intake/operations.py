"""Loading a partnership's folder: all of it or nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.figures.years import NotAReportYear, year_of
from throughline.foundation.names import key_of, slug_of
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.keeping_operations import Change
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.operations import make_partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.audits import api as audits
from throughline.office.dataset import api as dataset
from throughline.office.finance import api as finance
from throughline.office.intake import matching
from throughline.office.intake.permissions import IntakePermission
from throughline.office.intake.reading import Folder, Problem, read_folder, source_precision
from throughline.office.intake.report import FileReport, LoadReport
from throughline.office.partnership import api as partnership
from throughline.office.reviews import api as reviews
from throughline.office.strategy import api as strategy
from throughline.office.training import api as training

LONGEST_SLUG = 63


class LoadRefused(Refused):
    """The folder was refused; nothing was written. `problems` are all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def load(
    *,
    folder: Path,
    by: Actor,
    at: datetime,
    on: date,
    slug: str | None = None,
    dry_run: bool = False,
    demonstration: bool = False,
    distinct: Sequence[str] = (),
    year: str = "",
) -> LoadReport:
    """Reads the folder and brings the partnership's records in line with it, in one transaction.

    `at` is the real moment (history, who returned what when), `on` the real day (which spaces are shared), `year` the
    report year whose return it is ('2023-24'; as the folder says unless given). A dry run
    does everything and takes it back, so it says exactly what a load would say. Raises LoadRefused with every problem.
    """
    reading = read_folder(folder)
    if reading.folder is None:
        raise LoadRefused(reading.problems)
    return load_read(
        folder=reading.folder,
        notes=[str(note) for note in reading.notes],
        by=by,
        at=at,
        on=on,
        slug=slug,
        dry_run=dry_run,
        demonstration=demonstration,
        distinct=distinct,
        year=year,
    )


@operation(IntakePermission.LOAD)
def load_read(
    *,
    folder: Folder,
    notes: Sequence[str],
    by: Actor,
    at: datetime,
    on: date,
    slug: str | None,
    dry_run: bool,
    demonstration: bool,
    distinct: Sequence[str],
    year: str = "",
) -> LoadReport:
    """`load`, for a folder that was read. One at a time: a second load waits, and finds what the first one wrote."""
    one_at_a_time = system_actor("command line").user
    assert one_at_a_time is not None  # noqa: S101  (the system's actors always have an account)
    User.objects.select_for_update().get(pk=one_at_a_time.pk)
    # A savepoint of its own, so that a dry run is taken back wherever it is called.
    with transaction.atomic():
        names = matching.names_of(folder)
        tenant, created, own = _partnership(folder, names, slug, demonstration)
        with scope.activate(scope_of(tenant, on)):
            report = _Load(folder, names, matching.distinct_of(folder, distinct), _year(folder, year), by, at).run()
        with scope.activate(scope_of(tenant, on)):
            joint = partnership.joint_organisations()
        questions = [
            *matching.agency_questions(folder, joint, names, matching.distinct_of(folder, distinct)),
            *matching.contributor_questions(folder, names, matching.distinct_of(folder, distinct)),
        ]
        files = [FileReport("partnership.toml", [*own, *report.pop("partnership.toml")])]
        files += [FileReport(file, changes) for file, changes in report.items()]
        if dry_run:
            transaction.set_rollback(True)
        return LoadReport(tenant.slug, tenant.name, created, files, questions, [*notes, *names.notes])


def _partnership(
    folder: Folder, names: matching.Names, slug: str | None, demonstration: bool
) -> tuple[Partnership, bool, list[Change]]:
    """The partnership that the folder is of, made when it is not there, brought in line when its facts changed."""
    facts = folder.partnership
    wanted = slug or slug_of(facts.area, LONGEST_SLUG)
    if wanted != slug_of(wanted, LONGEST_SLUG):
        raise _refused("", f"'{wanted}' is not a slug: lower-case letters, digits and single hyphens, at most 63.")
    found = Partnership.objects.filter(slug=wanted).first()
    namesake = next((p for p in Partnership.objects.all() if key_of(p.name) == key_of(facts.name)), None)
    if namesake is not None and namesake != found:
        raise _refused("name", f"'{facts.name}' is already loaded as {namesake.slug}. Say --slug {namesake.slug}.")
    fields = {
        "name": facts.name,
        "short_name": facts.short_name,
        "area": facts.area,
        "nation": facts.nation,
        "report_year_starts": facts.report_year_starts,
        "website": facts.website,
    }
    if found is None:
        made = make_partnership(slug=wanted, demonstration=demonstration, **fields)
        return made, True, [Change("added", f"the partnership, as {wanted}")]
    if key_of(found.name) != key_of(facts.name) and key_of(found.name) not in map(key_of, names.partnership):
        raise _refused(
            "name",
            f"the slug {wanted} belongs to '{found.name}'. Say another --slug, or name it in aliases.csv if"
            f" '{facts.name}' is its new name.",
        )
    changed = {name: value for name, value in fields.items() if getattr(found, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(found, name, value)
        found.save(update_fields=list(changed))
    return found, False, []


def _year(folder: Folder, wanted: str) -> str:
    """The report year whose return the folder is. Refused when observations are there and nothing tells."""
    try:
        found = wanted or folder.year
        if found:
            year_of(found, folder.partnership.report_year_starts)
    except NotAReportYear as wrong:
        raise Refused(str(wrong)) from None
    if not found and folder.rows("observations.csv"):
        raise Refused("Nothing in the folder says which report year it is of. Say --year, as --year 2023-24.")
    return found


def _refused(column: str, what: str) -> LoadRefused:
    return LoadRefused([Problem("partnership.toml", 0, column, what)])


class _Load:
    """The steps of one load, in the order that one needs the other. A file that the folder does not have is no step."""

    def __init__(
        self, folder: Folder, names: matching.Names, distinct: matching.Distinct, year: str, by: Actor, at: datetime
    ) -> None:
        self.folder, self.names, self.distinct, self.year = folder, names, distinct, year
        self.by, self.at = by, at
        self.done: dict[str, list[Change]] = {}

    def run(self) -> dict[str, list[Change]]:
        self.partnership()
        tables = self.folder.tables
        if "priorities.csv" in tables or "commitments.csv" in tables:
            self.strategy()
        if self.folder.finance is not None:
            self.finance()
        if "reviews.csv" in tables:
            self.reviews()
        if "audits.csv" in tables:
            self.audits()
        if "observations.csv" in tables:
            self.dataset()
        if "training_sessions.csv" in tables:
            self.training()
        return self.done

    def partnership(self) -> None:
        folder, facts, by, at = self.folder, self.folder.partnership, self.by, self.at
        refused = matching.renamed(folder, [a.name for a in partnership.agencies()], self.names, self.distinct)
        if refused:
            raise LoadRefused(refused)
        self.done["partnership.toml"] = partnership.record_facts(
            facts=partnership.FactsInput(
                name=facts.name,
                short_name=facts.short_name,
                area=facts.area,
                nation=facts.nation,
                report_year_starts=facts.report_year_starts,
                website=facts.website,
                strategic_plan=facts.strategic_plan,
                towns=facts.towns,
                statistical_neighbours=facts.statistical_neighbours,
                neighbour_model=facts.neighbour_model,
                populations=[
                    partnership.PopulationInput(each.what, each.year, each.value, each.row)
                    for each in facts.populations
                ],
                contacts=facts.contacts,
                file="partnership.toml",
            ),
            by=by,
            at=at,
        )
        partners = {self.names.agency_of(name) for name in facts.safeguarding_partners}
        self.done["agencies.csv"] = partnership.record_agencies(
            rows=[
                partnership.AgencyInput(
                    name=row["name"],
                    sector=row["sector"],
                    involvement=row["involvement"],
                    is_safeguarding_partner=row["name"] in partners,
                    aliases=self.names.agencies[row["name"]],
                )
                for row in folder.rows("agencies.csv")
            ],
            by=by,
            at=at,
        )
        if "groups.csv" in folder.tables:
            self.done["groups.csv"] = partnership.record_groups(
                rows=[
                    partnership.GroupInput(
                        name=row["name"],
                        short_name=row["short_name"],
                        kind=row["kind"],
                        joint_with=row["joint_with"],
                        meets=row["meets"],
                        remit=row["remit"],
                        aliases=self.names.groups[row["name"]],
                    )
                    for row in folder.rows("groups.csv")
                ],
                by=by,
                at=at,
            )
        if "aliases.csv" in folder.tables:
            self.done["aliases.csv"] = partnership.record_aliases(
                partnership=self.names.partnership,
                agencies=self.names.agencies,
                groups=self.names.groups,
                by=by,
                at=at,
            )
        shared = partnership.settle_sharing(by=by, at=at)
        if shared:
            self.done["shared with other partnerships"] = shared

    def strategy(self) -> None:
        if "priorities.csv" in self.folder.tables:
            self.done["priorities.csv"] = strategy.record_priorities(
                rows=[
                    strategy.PriorityInput(row["number"], row["title"], row["plan"])
                    for row in self.folder.rows("priorities.csv")
                ],
                by=self.by,
                at=self.at,
            )
        if "commitments.csv" in self.folder.tables:
            # A number that several plans have means the plan in force, else the latest.
            plans: dict[int, str] = {}
            for row in sorted(
                self.folder.rows("priorities.csv"),
                key=lambda row: (row["plan"] == self.folder.partnership.strategic_plan, row["plan"]),
            ):
                plans[row["number"]] = row["plan"]
            self.done["commitments.csv"] = strategy.record_commitments(
                rows=[
                    strategy.CommitmentInput(
                        number=row["belongs_to"][0],
                        plan=plans.get(row["belongs_to"][0], ""),
                        section=row["belongs_to"][1],
                        year=row["year"],
                        text=row["commitment"],
                    )
                    for row in self.folder.rows("commitments.csv")
                ],
                by=self.by,
                at=self.at,
            )

    def finance(self) -> None:
        stated = self.folder.finance
        if stated is None:
            return
        ids = {agency.name: agency.id for agency in partnership.agencies()}
        tied = {row.row: self.names.agency_of(row["contributor"]) for row in self.folder.rows("contributions.csv")}
        changes = finance.record_finance(
            finance=finance.FinanceInput(
                year=stated.year,
                published_total_income=stated.total_income,
                total_income_row=stated.total_income_row,
                drawn_from_reserve=stated.drawn_from_reserve,
                drawn_from_reserve_row=stated.drawn_from_reserve_row,
                grants=[
                    finance.GrantInput(each.source, each.purpose, each.amount, each.spent_on, each.row)
                    for each in stated.grants
                ],
                contributions=[
                    finance.ContributionInput(
                        contributor=row["contributor"],
                        organisation_id=ids.get(tied[row.row] or ""),
                        amount=row["amount_gbp"],
                        published_share=row["share_percent_as_published"],
                        is_other_income=matching.is_other_income(row["contributor"]),
                        file=row.file,
                        row=row.row,
                    )
                    for row in self.folder.rows("contributions.csv")
                ],
                file="finance.toml",
            ),
            by=self.by,
            at=self.at,
        )
        self.done["finance.toml"] = changes["published"]
        if "contributions.csv" in self.folder.tables:
            self.done["contributions.csv"] = changes["contributions"]

    def reviews(self) -> None:
        self.done["reviews.csv"] = reviews.record_reviews(
            rows=[
                reviews.ReviewInput(
                    kind=row["kind"],
                    name=row["name"],
                    published=row["published"][0],
                    published_from=row["published"][1],
                    themes=row["learning_themes"],
                )
                for row in self.folder.rows("reviews.csv")
            ],
            by=self.by,
            at=self.at,
        )
        if "practice_changes.csv" in self.folder.tables:
            self.done["practice_changes.csv"] = reviews.record_practice_changes(
                rows=[
                    reviews.PracticeChangeInput(row["review"], row["service_or_policy"], row["change"])
                    for row in self.folder.rows("practice_changes.csv")
                ],
                by=self.by,
                at=self.at,
            )

    def audits(self) -> None:
        self.done["audits.csv"] = audits.record_audit_cycles(
            rows=[
                audits.AuditCycleInput(row["kind"], row["cycle"], row["theme"], row["note"])
                for row in self.folder.rows("audits.csv")
            ],
            by=self.by,
            at=self.at,
        )

    def dataset(self) -> None:
        self.done["observations.csv"] = dataset.record_observations(
            rows=[
                dataset.ObservationInput(
                    indicator=row["indicator"],
                    area=row["area"],
                    period=row["as_at_or_period"],
                    value=row["value"],
                    unit=row["unit"][0],
                    precision=row["unit"][1] or source_precision(row["source"]),
                    source_text=row["source"],
                    file=row.file,
                    row=row.row,
                )
                for row in self.folder.rows("observations.csv")
            ],
            year=self.year,
            by=self.by,
            at=self.at,
        )
        self.done["relations between indicators"] = dataset.record_relations(
            rows=[
                dataset.RelationInput(
                    kind="part",
                    whole=slug_of(row["whole"]),
                    part=slug_of(row["part"]),
                    exhaustive=row["exhaustive"],
                    exclusive=row["exclusive"],
                    why=row["why"],
                    source="relations.csv",
                )
                for row in self.folder.rows("relations.csv")
            ],
            by=self.by,
            at=self.at,
        )

    def training(self) -> None:
        self.done["training_sessions.csv"] = [
            Change(each.what, each.label, each.details)
            for each in training.record_sessions(
                rows=[
                    training.SessionRow(
                        title=row["title"],
                        mode=row["mode"],
                        starts=row["starts"],
                        ends=row["ends"],
                        places_left=row["places_left"],
                        booking=row["booking"],
                        note=row["note"],
                        file=row.file,
                        row=row.row,
                    )
                    for row in self.folder.rows("training_sessions.csv")
                ],
                by=self.by,
                at=self.at,
            )
        ]
