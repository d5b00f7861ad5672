"""What one partnership says of itself, its agencies and its groups, into its home space.

These have no permission of their own: they are steps of the load, which has one and holds the transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.keeping_operations import Change, Row, keep
from throughline.office.partnership.models import (
    AgencyAlias,
    AgencyInvolvement,
    Contact,
    GroupAlias,
    GroupStatement,
    PartnershipAlias,
    Population,
    Profile,
)


@dataclass(frozen=True)
class PopulationInput:
    what: str
    year: int
    value: int
    row: int | None


@dataclass(frozen=True)
class FactsInput:
    """`contacts`: kind → value. `file` is where populations stand."""

    name: str
    short_name: str
    area: str
    nation: str
    report_year_starts: str
    website: str
    strategic_plan: str
    towns: Sequence[str]
    statistical_neighbours: Sequence[str]
    neighbour_model: str
    populations: Sequence[PopulationInput]
    contacts: Mapping[str, str]
    file: str


@dataclass(frozen=True)
class AgencyInput:
    name: str
    sector: str
    involvement: str
    is_safeguarding_partner: bool
    aliases: Sequence[str]


@dataclass(frozen=True)
class GroupInput:
    name: str
    short_name: str
    kind: str
    joint_with: Sequence[str]
    meets: str
    remit: str
    aliases: Sequence[str]


@operation(None)
def record_facts(*, facts: FactsInput, by: Actor, at: datetime) -> list[Change]:
    """The partnership's own facts. A step of the load."""
    home = scope.current().home_id
    profile = Row(
        label=facts.name,
        key={},
        values={
            "name": facts.name,
            "short_name": facts.short_name,
            "area": facts.area,
            "nation": facts.nation,
            "report_year_starts": facts.report_year_starts,
            "website": facts.website,
            "strategic_plan": facts.strategic_plan,
            "towns": list(facts.towns),
            "statistical_neighbours": list(facts.statistical_neighbours),
            "neighbour_model": facts.neighbour_model,
        },
    )
    populations = [
        Row(
            label=f"{each.what}, {each.year}",
            key={"what": each.what, "year": each.year},
            values={"value": each.value},
            quiet={"position": at_, "source_file": facts.file, "source_row": each.row},
        )
        for at_, each in enumerate(facts.populations)
    ]
    contacts = [
        Row(label=kind.replace("_", " "), key={"kind": kind}, values={"value": value}, quiet={"position": at_})
        for at_, (kind, value) in enumerate(facts.contacts.items())
    ]
    returned = {"returned_by": by.user, "returned_at": at}
    kept = [
        *keep(Profile, [profile], space_id=home),
        *keep(Population, populations, space_id=home, stamp=returned),
        *keep(Contact, contacts, space_id=home),
    ]
    return [each.change for each in kept]


@operation(None)
def record_agencies(*, rows: Sequence[AgencyInput], by: Actor, at: datetime) -> list[Change]:
    """The agencies by their names; one found under an alias is renamed, not added. A step of the load: sharing is
    settled after it."""
    home = scope.current().home_id
    kept = keep(
        AgencyInvolvement,
        [
            Row(
                label=row.name,
                key={"name": row.name},
                values={
                    "sector": row.sector,
                    "involvement": row.involvement,
                    "is_safeguarding_partner": row.is_safeguarding_partner,
                },
                quiet={"position": position},
                formerly=[{"name": alias} for alias in row.aliases],
            )
            for position, row in enumerate(rows)
        ],
        space_id=home,
    )
    return [each.change for each in kept]


@operation(None)
def record_groups(*, rows: Sequence[GroupInput], by: Actor, at: datetime) -> list[Change]:
    """What the partnership says of its groups. A step of the load: sharing is settled after it."""
    home = scope.current().home_id
    kept = keep(
        GroupStatement,
        [
            Row(
                label=row.name,
                key={"name": row.name},
                values={
                    "short_name": row.short_name,
                    "kind": row.kind,
                    "joint_with": list(row.joint_with),
                    "meets": row.meets,
                    "remit": row.remit,
                },
                quiet={"position": position},
                formerly=[{"name": alias} for alias in row.aliases],
            )
            for position, row in enumerate(rows)
        ],
        space_id=home,
    )
    return [each.change for each in kept]


@operation(None)
def record_aliases(
    *,
    partnership: Sequence[str],
    agencies: Mapping[str, Sequence[str]],
    groups: Mapping[str, Sequence[str]],
    by: Actor,
    at: datetime,
) -> list[Change]:
    """Other names: of the partnership, of agencies (name → aliases) and of groups. A step of the load, after them."""
    home = scope.current().home_id
    involvements = {row.name: row for row in AgencyInvolvement.objects.filter(space_id=home)}
    statements = {row.name: row for row in GroupStatement.objects.filter(space_id=home)}
    kept = [
        *keep(
            PartnershipAlias,
            [Row(label=f"{alias} (the partnership)", key={"name": alias}) for alias in partnership],
            space_id=home,
        ),
        *keep(
            AgencyAlias,
            [
                Row(label=f"{alias} ({name})", key={"name": alias}, values={"involvement": involvements[name]})
                for name, aliases in agencies.items()
                for alias in aliases
            ],
            space_id=home,
        ),
        *keep(
            GroupAlias,
            [
                Row(label=f"{alias} ({name})", key={"name": alias}, values={"statement": statements[name]})
                for name, aliases in groups.items()
                for alias in aliases
            ],
            space_id=home,
        ),
    ]
    return [each.change for each in kept]
