"""What higher apps read costs the same number of queries for one row as for three."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.audits import api as audits
from throughline.office.dataset import api as dataset
from throughline.office.finance import api as finance
from throughline.office.intake.operations import load
from throughline.office.partnership import api as partnership
from throughline.office.reviews import api as reviews
from throughline.office.strategy import api as strategy

pytestmark = pytest.mark.django_db


def folder_of(path: Path, rows: int, value: int = 7) -> Path:
    """A folder with so many rows in every file; the partners of its groups are outside bodies."""
    each = range(1, rows + 1)
    files = {
        "partnership.toml": '[partnership]\nname = "P"\narea = "Place"\nnation = "England"\n'
        'safeguarding_partners = ["Agency 1"]\n'
        + "".join(f'[[population]]\nwhat = "all"\nyear = {2000 + n}\nvalue = 1\n' for n in each)
        + "[contacts]\n"
        + "".join(f'phone_{n} = "{n}"\n' for n in each),
        "finance.toml": 'year = "2023-24"\n'
        + "".join(f'[[one_off_grants]]\nsource = "S"\npurpose = "p {n}"\namount_gbp = 1\n' for n in each),
        "agencies.csv": "name,sector,involvement\n" + "".join(f"Agency {n},police,\n" for n in each),
        "aliases.csv": "name,also_known_as\n"
        + "".join(f"Agency {n},A{n}\nGroup {n},G{n}\nP,former {n}\n" for n in each),
        "groups.csv": "name,short_name,kind,joint_with,meets,remit\n"
        + "".join(f"Group {n},,board,Outside {n},,\n" for n in each),
        "priorities.csv": "number,title,plan\n" + "".join(f"{n},Priority,2023-2025\n" for n in each),
        "commitments.csv": "belongs_to,year,commitment\n" + "".join(f"priority {n},2024-25,do {n}\n" for n in each),
        "contributions.csv": "contributor,amount_gbp,share_percent_as_published\n"
        + "".join(f"Agency {n},1,\n" for n in each),
        "observations.csv": "indicator,area,as_at_or_period,value,unit,source\n"
        "child population 0-17,Place,2024,1,children,\n"
        + "".join(f"indicator {n},Place,2024,{value},children,\n" for n in each),
        "reviews.csv": "kind,name,published,learning_themes\n" + "".join(f"rapid,Review {n},2024-01,\n" for n in each),
        "practice_changes.csv": "review,service_or_policy,change\n" + "".join(f"Review {n},s,c\n" for n in each),
        "audits.csv": "kind,cycle,theme,note\n" + "".join(f"k{n},2024,,\n" for n in each),
    }
    for name, text in files.items():
        (path / name).write_text(text)
    return path


@pytest.mark.parametrize("rows", [1, 3])
def test_reads_cost_the_same_for_one_row_and_three(rows: int, tmp_path: Path, django_assert_num_queries: Any) -> None:
    at, by = datetime(2024, 9, 2, tzinfo=UTC), system_actor("command line")
    load(folder=folder_of(tmp_path, rows), by=by, at=at, on=date(2024, 9, 2))
    load(folder=folder_of(tmp_path, rows, value=8), by=by, at=at, on=date(2024, 9, 2))
    with scope.activate(scope_of(Partnership.objects.get(slug="place"), date(2024, 9, 2))):
        for read, queries, found in (
            (partnership.facts, 4, None),
            (partnership.populations, 1, rows),
            (partnership.agencies, 2, rows),
            (partnership.groups, 4, rows),
            (strategy.priorities, 1, rows),
            (strategy.commitments, 1, rows),
            (finance.years, 1, 1),
            (reviews.reviews, 1, rows),
            (reviews.practice_changes, 1, rows),
            (audits.cycles, 1, rows),
            (dataset.observations, 4, rows + 1),
            (dataset.relations, 1, 1),
        ):
            with django_assert_num_queries(queries):
                result = read()  # type: ignore[operator]
            assert found is None or len(result) == found, read
        with django_assert_num_queries(5):
            money = finance.finance_year("2023-24")
        assert money is not None
        assert (len(money.contributions), len(money.grants)) == (rows, rows)
        assert [len(row.revisions) for row in dataset.observations()] == [0] + [1] * rows
