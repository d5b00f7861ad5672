"""Medway is loaded: what is on record, and what a second load of the same or of a changed folder does."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from throughline.foundation.tenancy.models import Partnership
from throughline.office.audits import api as audits
from throughline.office.audits.models import AuditCycle
from throughline.office.dataset import api as dataset
from throughline.office.dataset.models import Indicator, Observation, ObservationRevision, Relation
from throughline.office.finance import api as finance
from throughline.office.finance.models import Contribution, FinanceYear, Grant
from throughline.office.intake.operations import LoadRefused
from throughline.office.intake.report import LoadReport
from throughline.office.intake.tests.loading import AT, KENT, LATER, MEDWAY, everything, loaded, seen_by, summary
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


@pytest.fixture(scope="module")
def first_load(for_the_module: Callable[..., Any]) -> LoadReport:
    return cast("LoadReport", for_the_module(lambda: loaded(MEDWAY)))


@pytest.fixture
def medway(first_load: LoadReport, db: None) -> LoadReport:
    """What the load said; Medway is on record."""
    return first_load


def test_the_real_folder_gives_these_records(medway: LoadReport) -> None:
    assert (medway.slug, medway.name, medway.created, medway.notes) == (
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


def test_the_facts_come_out_as_they_went_in(medway: LoadReport) -> None:
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


def test_the_money_is_tied_to_agencies_where_a_name_or_alias_does(medway: LoadReport) -> None:
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
    assert medway.questions == [
        "contributions.csv, row 8: is 'Kent Police and Crime Commissioner' the same as 'Kent Police'? If it is, add the"
        ' line "Kent Police,Kent Police and Crime Commissioner" to aliases.csv. If it is not, add it to distinct.csv,'
        ' or say --distinct "Kent Police and Crime Commissioner". Meanwhile it stays an outside body.'
    ]


def test_observations_carry_their_source_and_who_returned_them(medway: LoadReport) -> None:
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


def test_the_same_folder_again_changes_nothing(medway: LoadReport) -> None:
    before = everything()
    report = loaded(MEDWAY, LATER)
    assert not report.changed()
    assert {line for line in summary(report).values() if "unchanged" not in line or "," in line} == set()
    assert everything() == before


def test_a_changed_value_is_a_revision_with_the_old_value_and_its_day(
    folder: Path, edit: Callable[..., None], actor: Callable[..., Any], medway: LoadReport
) -> None:
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


def test_rows_at_another_place_are_no_change_of_what_they_say(folder: Path, medway: LoadReport) -> None:
    lines = (folder / "observations.csv").read_text().splitlines()
    (folder / "observations.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]))
    report = loaded(folder, LATER)
    assert summary(report)["observations.csv"] == "54 only at another place in the file, 1 unchanged"
    with seen_by("medway"):
        assert {row.returned_at for row in dataset.observations()} == {AT}
        assert ObservationRevision.objects.count() == 0


def test_rows_that_vanish_stay_and_are_said(folder: Path, edit: Callable[..., None], medway: LoadReport) -> None:
    edit("agencies.csv", "Open Road,health,subgroups\n", "")
    edit("audits.csv", "section 175/157,2024,,schools and education providers; new online tool\n", "")
    report = loaded(folder, LATER)
    assert [line for file in report.files for line in file.lines()] == [
        "  missing: Open Road (not in the folder any more; kept)",
        "  missing: section 175/157, 2024 (not in the folder any more; kept)",
    ]
    with seen_by("medway"):
        assert (len(partnership.agencies()), len(audits.cycles())) == (28, 6)


def test_a_reworded_commitment_is_revised(folder: Path, edit: Callable[..., None], medway: LoadReport) -> None:
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
    folder: Path, edit: Callable[..., None], name: str, old: str, new: str, medway: LoadReport
) -> None:
    edit(name, old, new)
    edit("reviews.csv", "Isabel", "Isabelle")  # a second mistake, in a file that would come later
    before = everything()
    with pytest.raises(LoadRefused) as refused:
        loaded(folder, LATER)
    assert {problem.file for problem in refused.value.problems} == {name, "practice_changes.csv"}
    assert everything() == before


def test_a_slug_and_a_name_belong_to_one_partnership(
    folder: Path, edit: Callable[..., None], medway: LoadReport
) -> None:
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


def test_an_agency_under_another_spelling_is_never_made_twice(
    folder: Path, edit: Callable[..., None], medway: LoadReport
) -> None:
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


def test_another_partnership_sees_none_of_it(medway: LoadReport) -> None:
    loaded(KENT)
    with seen_by("kent"):
        assert (dataset.observations(), dataset.relations(), reviews.reviews(), audits.cycles()) == ([], [], [], [])
        assert (finance.years(), strategy.commitments(), strategy.priorities()) == ([], [], [])
        assert [agency.name for agency in partnership.agencies()] == [
            "Kent County Council", "Kent Police", "NHS Kent and Medway"
        ]  # fmt: skip
        assert [agency.aliases for agency in partnership.agencies()] == [(), (), ()]
        assert Session.objects.count() == 0
