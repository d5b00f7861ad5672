"""A load: all of the folder or nothing of it; again it changes nothing; what changed keeps the old value."""

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from throughline.foundation.access.actors import ANONYMOUS, system_actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.audits import api as audits
from throughline.office.audits.models import AuditCycle
from throughline.office.dataset import api as dataset
from throughline.office.dataset.models import Indicator, Observation, ObservationRevision, Relation
from throughline.office.finance import api as finance
from throughline.office.finance.models import Contribution, FinanceYear, Grant
from throughline.office.intake.operations import LoadRefused, load, load_read
from throughline.office.intake.reading import read_folder
from throughline.office.intake.report import LoadReport
from throughline.office.partnership import api as partnership
from throughline.office.partnership.models import (
    AgencyAlias,
    AgencyInvolvement,
    Contact,
    Group,
    GroupAlias,
    GroupPartner,
    GroupStatement,
    Organisation,
    PartnershipAlias,
    Population,
    Profile,
)
from throughline.office.reviews import api as reviews
from throughline.office.reviews.models import PracticeChange, Review
from throughline.office.strategy import api as strategy
from throughline.office.strategy.models import Commitment, Plan, Priority
from throughline.office.training.models import Session

pytestmark = pytest.mark.django_db
DEMONSTRATION = Path(__file__).parents[3] / "demonstration"
MEDWAY, KENT = DEMONSTRATION / "medway-2023-24", DEMONSTRATION / "kent"
AT, LATER, ON = datetime(2024, 9, 2, 10, tzinfo=UTC), datetime(2024, 9, 3, 10, tzinfo=UTC), date(2024, 9, 2)


def loaded(folder: Path, at: datetime = AT, **options: Any) -> LoadReport:
    return load(folder=folder, by=options.pop("by", None) or system_actor("command line"), at=at, on=ON, **options)


@contextmanager
def seen_by(slug: str) -> Iterator[scope.Scope]:
    with scope.activate(scope_of(Partnership.objects.get(slug=slug), ON)) as active:
        yield active


def everything() -> dict[str, list[Any]]:
    """Every row of every table of ours, histories included."""
    with scope.unscoped(reason="a test compares whole tables"):
        return {
            model._meta.label: [tuple(row) for row in model._base_manager.order_by("pk").values_list()]
            for model in apps.get_models()
            if model.__module__.startswith("throughline.") or "istorical" in model.__name__
        }


def summary(report: LoadReport) -> dict[str, str]:
    return dict(file.summary().split(": ", 1) for file in report.files)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of Medway's folder, to be changed."""
    return Path(shutil.copytree(MEDWAY, tmp_path / "medway"))


@pytest.fixture
def edit(folder: Path) -> Callable[..., None]:
    """edit("agencies.csv", "old", "new") replaces once; edit("agencies.csv", "", "line") adds a line."""

    def make(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text() if (folder / name).exists() else ""
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1) if old else text + new + "\n")

    return make


def test_the_real_folder_gives_these_records() -> None:
    report = loaded(MEDWAY)
    assert (report.slug, report.name, report.created, report.notes) == (
        "medway", "Medway Safeguarding Children Partnership", True, []
    )  # fmt: skip
    with seen_by("medway"):
        assert {
            model.__name__: model.objects.count()
            for model in (
                AgencyAlias, AgencyInvolvement, AuditCycle, Commitment, Contact, Contribution, FinanceYear, Grant,
                Group, GroupAlias, GroupPartner, GroupStatement, Indicator, Observation, ObservationRevision,
                Organisation, PartnershipAlias, Plan, Population, PracticeChange, Priority, Profile, Relation, Review,
                Session,
            )
        } == {
            "AgencyAlias": 7, "AgencyInvolvement": 28, "AuditCycle": 6, "Commitment": 11, "Contact": 6,
            "Contribution": 11, "FinanceYear": 1, "Grant": 1, "Group": 14, "GroupAlias": 1, "GroupPartner": 5,
            "GroupStatement": 14, "Indicator": 45, "Observation": 55, "ObservationRevision": 0, "Organisation": 28,
            "PartnershipAlias": 1, "Plan": 1, "Population": 3, "PracticeChange": 8, "Priority": 6, "Profile": 1,
            "Relation": 19, "Review": 3, "Session": 9,
        }  # fmt: skip


def test_the_facts_come_out_as_they_went_in() -> None:
    loaded(MEDWAY)
    with seen_by("medway"):
        facts = partnership.facts()
        assert facts is not None
        assert (facts.short_name, facts.aliases, facts.strategic_plan, facts.towns) == (
            "MSCP",
            ("Medway Safeguarding Children Board",),
            "2023-2025",
            ("Chatham", "Gillingham", "Rochester", "Strood", "Rainham"),
        )
        assert facts.contact("worried_about_a_child_phone") == "01634 334466"
        assert [(row.year, row.value, row.row) for row in facts.populations] == [
            (2011, 263900, 17), (2021, 279800, 21), (2023, 65289, 25)
        ]  # fmt: skip
        assert [agency.name for agency in partnership.safeguarding_partners()] == [
            "Medway Council", "Kent Police", "NHS Kent and Medway"
        ]  # fmt: skip
        assert next(group.aliases for group in partnership.groups()) == ("Lead Safeguarding Partners",)
        assert [(group.name, group.joint_with, group.joint) for group in partnership.groups() if group.joint_with] == [
            (
                "Joint Exploitation Group",
                ("Kent Safeguarding Children Multi-Agency Partnership", "Kent and Medway Safeguarding Adults Board"),
                False,
            ),
            (
                "Child Exploitation Multi Agency Group",
                ("Kent Safeguarding Children Multi-Agency Partnership",),
                False,
            ),
            ("Children's Concordat", ("Kent Safeguarding Children Multi-Agency Partnership",), False),
            ("Custody Detention Scrutiny Panel", ("Kent Safeguarding Children Multi-Agency Partnership",), False),
        ]
        next_year = strategy.commitments("2024-25")
        assert [(row.priority.number if row.priority else None, row.section) for row in next_year] == [
            (1, ""), (1, ""), (2, ""), (2, ""), (3, ""), (4, ""), (5, ""), (5, ""), (6, ""), (None, "scrutiny"),
            (None, "voice"),
        ]  # fmt: skip
        assert strategy.commitments("2023-24") == []
        assert [row.title for row in strategy.priorities()][:2] == [
            "Effective partnerships", "Contextual safeguarding and trauma informed practice"
        ]  # fmt: skip
        assert [(row.name, row.published) for row in reviews.reviews()] == [
            ("Jones family", "2024-03"), ("Isabel", "2023-09"), ("George", "2020-03")
        ]  # fmt: skip
        in_the_year = reviews.published_between(date(2023, 4, 1), date(2024, 3, 31))
        assert [row.name for row in in_the_year] == ["Jones family", "Isabel"]
        assert {row.review for row in reviews.practice_changes()} == {"Isabel"}
        assert [row.cycle for row in audits.cycles()][:3] == ["2022-23", "2024-25", "2024"]


def test_the_money_is_tied_to_agencies_where_a_name_or_alias_does() -> None:
    report = loaded(MEDWAY)
    with seen_by("medway"):
        money = finance.finance_year("2023-24")
        assert money is not None
        named = {agency.id: agency.name for agency in partnership.agencies()}
        assert [
            (row.row, row.contributor, named.get(row.organisation_id or 0), row.amount, row.published_share)
            for row in money.contributions
        ] == [
            (2, "Medway Council", "Medway Council", 146799, Decimal("69.5")),
            (3, "NHS Kent and Medway ICB", "NHS Kent and Medway", 6764, Decimal("3.2")),
            (4, "Medway NHS Foundation Trust", "Medway NHS Foundation Trust", 6764, Decimal("3.2")),
            (
                5,
                "Kent & Medway NHS & Social Care Partnership",
                "Kent and Medway Partnership Trust",
                6764,
                Decimal("3.2"),
            ),
            (6, "NELFT", "NELFT", 6764, Decimal("3.2")),
            (7, "Medway Community Healthcare", "Medway Community Healthcare", 6764, Decimal("3.2")),
            (8, "Kent Police and Crime Commissioner", None, 15434, Decimal("7.3")),
            (9, "National Probation Service", "Probation Service", 5235, Decimal("2.5")),
            (10, "HMYOI Cookham Wood", "HMYOI Cookham Wood", 6996, Decimal("3.3")),
            (11, "Kent Fire & Rescue", "Kent Fire and Rescue Service", 2833, Decimal("1.3")),
            (12, "Other income (training)", None, 1000, None),
        ]
        assert [row.contributor for row in money.contributions if row.is_other_income] == ["Other income (training)"]
        assert (money.published_total_income, money.total_income_row) == (212117, 3)
        assert (money.drawn_from_reserve, money.drawn_from_reserve_row) == (29600, 4)
        assert [(row.amount, row.row, len(row.spent_on)) for row in money.grants] == [(47300, 5, 3)]
        assert finance.finance_year("2022-23") is None
    assert report.questions == [
        "contributions.csv, row 8: is 'Kent Police and Crime Commissioner' the same as 'Kent Police'? If it is, add the"
        ' line "Kent Police,Kent Police and Crime Commissioner" to aliases.csv. If it is not, add it to distinct.csv,'
        ' or say --distinct "Kent Police and Crime Commissioner". Meanwhile it stays an outside body.'
    ]


def test_observations_carry_their_source_and_who_returned_them() -> None:
    loaded(MEDWAY)
    with seen_by("medway"):
        rows = dataset.observations()
        assert [row.row for row in rows] == list(range(2, 57))
        rounded = rows[2]
        assert (rounded.value, rounded.unit, rounded.precision, rounded.source_text, rounded.file, rounded.row) == (
            44, "per 10000", "rounded", "section one (rounded)", "observations.csv", 4
        )  # fmt: skip
        assert {row.precision: row.unit for row in rows if row.precision} == {
            "rounded": "per 10000", "about": "people", "at least": "people"
        }  # fmt: skip
        assert {(row.returned_by, row.returned_at, row.revisions) for row in rows} == {("Command line", AT, ())}
        assert [(row.value, row.area) for row in dataset.populations()] == [(65289, "Medway")]
        relations = {(row.kind, row.whole): row for row in dataset.relations()}
        engaged = relations["part", "young-people-engaged-across-the-assessments"]
        assert (engaged.parts, engaged.exhaustive) == (
            (
                "young-people-in-pshe-lessons",
                "young-people-who-completed-online-surveys",
                "young-people-in-mapping-exercises",
            ),
            True,
        )
        assert relations["compare", "young-people-engaged-across-the-assessments"].parts == (
            "young-people-reached-by-assemblies",
        )
        assert relations["part", "young-people-in-restraint-conversations"].parts == (
            "of-whom-had-experienced-restraint",
        )
        assert "children-whose-voice-was-captured-by-child-friendly-medway" in (
            relations["ceiling", "child-population-0-17"].parts
        )


def test_the_same_folder_again_changes_nothing() -> None:
    loaded(MEDWAY)
    before = everything()
    report = loaded(MEDWAY, LATER)
    assert not report.changed()
    assert {line for line in summary(report).values() if "unchanged" not in line or "," in line} == set()
    assert everything() == before


def test_a_dry_run_says_what_a_load_would_say_and_writes_nothing(folder: Path, edit: Callable[..., None]) -> None:
    system_actor("command line")
    before = everything()
    dry = loaded(MEDWAY, dry_run=True)
    assert everything() == before
    assert dry == loaded(MEDWAY)
    edit("observations.csv", "2024-03-31,290", "2024-03-31,291")
    before = everything()
    dry = loaded(folder, dry_run=True)
    assert everything() == before
    assert dry == loaded(folder)
    assert summary(dry)["observations.csv"] == "1 changed, 54 unchanged"


def test_a_changed_value_is_a_revision_with_the_old_value_and_its_day(
    folder: Path, edit: Callable[..., None], actor: Callable[..., Any]
) -> None:
    loaded(folder)
    edit("observations.csv", "2024-03-31,290,children", "2024-03-31,291,children (about)")
    edit("contributions.csv", "2833", "2900")
    report = loaded(folder, LATER, by=actor("business_unit", email="ann@example.org"))
    assert [line for file in report.files for line in file.lines()] == [
        "  changed: Kent Fire & Rescue (amount: 2833 → 2900)",
        "  changed: children subject to a child protection plan, Medway, 2024-03-31, children (value: 290 → 291;"
        " precision: nothing → about)",
    ]
    with seen_by("medway"):
        row = dataset.observations()[0]
        assert (row.value, row.precision, row.returned_by, row.returned_at) == (291, "about", "ann", LATER)
        assert [(old.value, old.precision, old.returned_by, old.returned_at, old.replaced_by, old.replaced_at)
                for old in row.revisions] == [(290, "", "Command line", AT, "ann", LATER)]  # fmt: skip
        assert [row.revisions for row in dataset.observations()[1:]] == [()] * 54
        money = finance.finance_year("2023-24")
        assert money is not None
        assert {row.contributor: row.returned_at for row in money.contributions if row.returned_at != AT} == {
            "Kent Fire & Rescue": LATER
        }
        assert list(
            Contribution.history.filter(contributor="Kent Fire & Rescue")
            .order_by("history_id")
            .values_list("amount", "history_user__email")
        ) == [(2833, "command-line@system.invalid"), (2900, "ann@example.org")]  # fmt: skip


def test_rows_at_another_place_are_no_change_of_what_they_say(folder: Path, edit: Callable[..., None]) -> None:
    loaded(folder)
    lines = (folder / "observations.csv").read_text().splitlines()
    (folder / "observations.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]))
    report = loaded(folder, LATER)
    assert summary(report)["observations.csv"] == "54 only at another place in the file, 1 unchanged"
    with seen_by("medway"):
        assert {row.returned_at for row in dataset.observations()} == {AT}
        assert ObservationRevision.objects.count() == 0


def test_rows_that_vanish_stay_and_are_said(folder: Path, edit: Callable[..., None]) -> None:
    loaded(folder)
    edit("agencies.csv", "Open Road,health,subgroups\n", "")
    edit("audits.csv", "section 175/157,2024,,schools and education providers; new online tool\n", "")
    report = loaded(folder, LATER)
    assert [line for file in report.files for line in file.lines()] == [
        "  missing: Open Road (not in the folder any more; kept)",
        "  missing: section 175/157, 2024 (not in the folder any more; kept)",
    ]
    with seen_by("medway"):
        assert (len(partnership.agencies()), len(audits.cycles())) == (28, 6)


def test_a_reworded_commitment_is_revised(folder: Path, edit: Callable[..., None]) -> None:
    loaded(folder)
    edit("commitments.csv", "review the partnership's domestic abuse training", "renew the domestic abuse training")
    assert summary(loaded(folder, LATER))["commitments.csv"] == "1 changed, 10 unchanged"
    with seen_by("medway"):
        assert len(strategy.commitments()) == 11
        assert len({row.text for row in strategy.commitments()} & {"renew the domestic abuse training"}) == 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("agencies.csv", "Kent Police,police", "Kent Police,polise"),
        ("contributions.csv", "6764,3.2", "-6764,3.2"),
        ("contributions.csv", "69.5", "169.5"),
        ("observations.csv", "", "children in care,Medway,2024-03-31,1,children,x"),
        ("training_sessions.csv", ",full", ",moved from Friday 26th February 2024"),
        ("audits.csv", "cycle", "round"),
        ("commitments.csv", "priority 1", "priority 7"),
    ],
)
def test_a_refused_folder_writes_nothing(
    folder: Path, edit: Callable[..., None], name: str, old: str, new: str
) -> None:
    loaded(MEDWAY)
    edit(name, old, new)
    edit("reviews.csv", "Isabel", "Isabelle")  # a second mistake, in a file that would come later
    before = everything()
    with pytest.raises(LoadRefused) as refused:
        loaded(folder, LATER)
    assert {problem.file for problem in refused.value.problems} == {name, "practice_changes.csv"}
    assert everything() == before


def test_a_failure_half_way_leaves_nothing() -> None:
    """The last step, the training sessions, fails after all others have written; they are taken back."""
    by = system_actor("command line")
    read = read_folder(MEDWAY).folder
    assert read is not None
    first, *others = read.rows("training_sessions.csv")
    backwards = replace(first, cells={**first.cells, "ends": first["starts"]})
    broken = replace(read, tables={**read.tables, "training_sessions.csv": [*others, backwards]})
    before = everything()
    with pytest.raises(Refused, match="the session ends before it starts"):
        load_read(
            folder=broken, notes=[], by=by, at=AT, on=ON, slug=None, dry_run=False, demonstration=False, distinct=[]
        )
    assert everything() == before


def test_only_who_may_load_loads(actor: Callable[..., Any]) -> None:
    for by in (ANONYMOUS, actor("practitioner"), actor("business_unit", second_factor=False)):
        before = everything()
        with pytest.raises(NotPermitted):
            loaded(MEDWAY, by=by)
        assert everything() == before


def test_long_names_fit_or_are_refused(folder: Path, edit: Callable[..., None]) -> None:
    """300 characters fit; two long names with one beginning stay two; a letter that grows in a slug breaks nothing."""
    for name in ("a" * 298 + " b", "a" * 298 + " c", "ﬃ" * 150):
        edit("observations.csv", "", f"{name},Medway,2024-03-31,1,views,section one")
        edit("contributions.csv", "", f"{name},1,")
        edit("agencies.csv", "", f"{name},other,")
        edit("reviews.csv", "", f"rapid review,{name[-199:]},2024-03,")
    loaded(folder)
    with seen_by("medway"):
        assert len(partnership.agencies()) == 31
        assert len({row.indicator_slug for row in dataset.observations()}) == 48
        assert max(len(row.indicator_slug) for row in dataset.observations()) == 200
        assert len({row.slug for row in reviews.reviews()}) == 6
    edit("agencies.csv", "", f"{'d' * 301},other,")
    with pytest.raises(LoadRefused, match=r"is 301 characters long; at most 300 fit"):
        loaded(folder)


def test_a_slug_and_a_name_belong_to_one_partnership(folder: Path, edit: Callable[..., None]) -> None:
    loaded(MEDWAY)
    before = everything()
    with pytest.raises(LoadRefused, match=r"is already loaded as medway\. Say --slug medway"):
        loaded(folder, slug="elsewhere")
    with pytest.raises(LoadRefused, match="'Not A Slug' is not a slug"):
        loaded(folder, slug="Not A Slug")
    edit("partnership.toml", "Medway Safeguarding Children Partnership", "Towns Partnership")
    with pytest.raises(LoadRefused, match="the slug medway belongs to 'Medway Safeguarding Children Partnership'"):
        loaded(folder)
    assert everything() == before
    edit("aliases.csv", "Medway Safeguarding Children Partnership,Medway Safeguarding Children Board",
         "Towns Partnership,Medway Safeguarding Children Partnership")  # fmt: skip
    assert loaded(folder).name == "Towns Partnership"
    assert Partnership.objects.get(slug="medway").name == "Towns Partnership"
    with seen_by("medway"):
        assert list(Profile.history.order_by("history_id").values_list("name", flat=True)) == [
            "Medway Safeguarding Children Partnership", "Towns Partnership"
        ]  # fmt: skip


def test_an_agency_under_another_spelling_is_never_made_twice(folder: Path, edit: Callable[..., None]) -> None:
    loaded(folder)
    with seen_by("medway"):
        ids = {agency.id for agency in partnership.agencies()}
    edit("agencies.csv", "Kent Fire and Rescue Service", "KENT FIRE & RESCUE SERVICE")  # the same name
    assert summary(loaded(folder, LATER))["agencies.csv"] == "1 changed, 27 unchanged"
    edit("agencies.csv", "KENT FIRE & RESCUE SERVICE", "Kent Fire and Rescue Services")  # nearly
    before = everything()
    with pytest.raises(LoadRefused) as refused:
        loaded(folder, LATER)
    assert str(refused.value) == (
        "agencies.csv, row 24, column name: 'Kent Fire and Rescue Services' is new and nearly the name of 'KENT FIRE &"
        " RESCUE SERVICE', which is on record but no longer in the folder. If it is the same, add the line \"Kent Fire"
        ' and Rescue Services,KENT FIRE & RESCUE SERVICE" to aliases.csv; if not, to distinct.csv.'
    )
    assert everything() == before
    edit(
        "aliases.csv",
        "Kent Fire and Rescue Service,Kent Fire & Rescue",
        "Kent Fire and Rescue Services,Kent Fire & Rescue",
    )
    edit("aliases.csv", "", "Kent Fire and Rescue Services,Kent Fire and Rescue Service")
    assert summary(loaded(folder, LATER))["agencies.csv"] == "1 changed, 27 unchanged"
    with seen_by("medway"):
        assert {agency.id for agency in partnership.agencies()} == ids


def test_a_question_is_answered_by_an_alias_or_by_saying_distinct(folder: Path, edit: Callable[..., None]) -> None:
    assert len(loaded(folder, dry_run=True).questions) == 1
    assert loaded(folder, dry_run=True, distinct=["kent police & crime commissioner"]).questions == []
    (folder / "distinct.csv").write_text("name,is_not\nKent Police and Crime Commissioner,Kent Police\n")
    assert loaded(folder).questions == []
    (folder / "distinct.csv").unlink()
    edit("aliases.csv", "", "Kent Police,Kent Police and Crime Commissioner")
    report = loaded(folder, LATER)
    assert report.questions == []
    assert summary(report)["contributions.csv"] == "1 changed, 10 unchanged"


def test_an_alias_that_ties_nothing_is_noted(folder: Path, edit: Callable[..., None]) -> None:
    edit("aliases.csv", "", "Somebody,Somebody else")
    assert loaded(folder).notes == [
        "aliases.csv, row 11: neither 'Somebody' nor 'Somebody else' is the partnership, an agency or a group; the row"
        " ties nothing."
    ]


def test_another_partnership_sees_none_of_it() -> None:
    loaded(MEDWAY)
    loaded(KENT)
    with seen_by("kent"):
        assert (dataset.observations(), dataset.relations(), reviews.reviews(), audits.cycles()) == ([], [], [], [])
        assert (finance.years(), strategy.commitments(), strategy.priorities()) == ([], [], [])
        assert [agency.name for agency in partnership.agencies()] == [
            "Kent County Council", "Kent Police", "NHS Kent and Medway"
        ]  # fmt: skip
        assert [agency.aliases for agency in partnership.agencies()] == [(), (), ()]
        assert Session.objects.count() == 0


def told(*arguments: str) -> tuple[str, str, str]:
    """(stdout, stderr, how it failed) of the command."""
    out, err, failed = io.StringIO(), io.StringIO(), ""
    try:
        call_command("load_partnership", *arguments, stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        failed = f"{error.returncode}: {error}"
    return out.getvalue(), err.getvalue(), failed


def test_the_command_loads_and_says_so() -> None:
    out, err, failed = told(str(KENT), "--demonstration")
    assert (err, failed) == ("", "")
    assert [line for line in out.splitlines() if not line.startswith("  ")] == [
        "Kent Safeguarding Children Multi-Agency Partnership (kent)",
        "partnership.toml: 4 added",
        "agencies.csv: 3 added",
        "groups.csv: 4 added",
    ]
    assert Partnership.objects.get().demonstration
    assert told(str(KENT))[0].splitlines()[-1] == "Nothing changed."


def test_the_command_refuses_on_stderr_and_writes_not_even_its_account(folder: Path, edit: Callable[..., None]) -> None:
    edit("agencies.csv", "Kent Police,police", "Kent Police,polise")
    edit("audits.csv", "cycle", "round")
    before = everything()
    out, err, failed = told(str(folder))
    assert (out, failed) == ("", "1: Refused because of 2 problems. Nothing was written.")
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "agencies.csv, row 3, column sector", "audits.csv, row 1, column cycle"
    ]  # fmt: skip
    assert everything() == before
    assert User.objects.count() == 0


def test_the_command_dry_runs_a_partnership_that_is_not_there() -> None:
    before = everything()
    out, err, failed = told(str(MEDWAY), "--dry-run")
    assert (err, failed) == ("", "")
    assert out.splitlines()[0] == "Medway Safeguarding Children Partnership (medway) would be new"
    assert out.splitlines()[-1] == "Dry run: nothing was written."
    assert everything() == before


def test_the_command_loads_under_a_name() -> None:
    User.objects.create_user(email="ann@example.org", name="Ann Field")
    assert told(str(MEDWAY), "--by", "nobody@example.org")[2] == "1: There is no active account nobody@example.org."
    told(str(MEDWAY), "--by", "Ann@example.org")
    with seen_by("medway"):
        assert {row.returned_by for row in dataset.observations()} == {"Ann Field"}
