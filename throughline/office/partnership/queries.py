"""Reads of who the partnership is, its agencies and its groups, for the active scope."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from throughline.foundation.names import key_of
from throughline.foundation.tenancy import scope
from throughline.office.partnership.models import (
    AgencyInvolvement,
    Contact,
    Group,
    GroupStatement,
    Organisation,
    PartnershipAlias,
    Population,
    Post,
    Profile,
)


@dataclass(frozen=True)
class PopulationRow:
    """How many lived here. `file` and `row` say where the value stands, `returned_…` which load gave it."""

    id: int
    what: str
    year: int
    value: int
    file: str
    row: int | None
    returned_by: str
    returned_at: datetime


@dataclass(frozen=True)
class ContactRow:
    """`kind` as in the file: worried_about_a_child_phone, partnership_phone, partnership_email, training_email …"""

    kind: str
    value: str


@dataclass(frozen=True)
class PartnershipFacts:
    """What the partnership is. Texts are '' and tuples empty where nothing is stated."""

    name: str
    short_name: str
    area: str
    nation: str
    website: str
    report_year_starts: str
    strategic_plan: str
    aliases: tuple[str, ...]
    towns: tuple[str, ...]
    statistical_neighbours: tuple[str, ...]
    neighbour_model: str
    populations: tuple[PopulationRow, ...]
    contacts: tuple[ContactRow, ...]

    def contact(self, kind: str) -> str:
        """The contact of that kind, '' where there is none."""
        return next((contact.value for contact in self.contacts if contact.kind == kind), "")


@dataclass(frozen=True)
class Agency:
    """`id` is the organisation's. `joint`: shared with another partnership. Sector, involvement and name are this
    partnership's own words."""

    id: int
    name: str
    sector: str
    involvement: str
    is_safeguarding_partner: bool
    aliases: tuple[str, ...]
    joint: bool


@dataclass(frozen=True)
class GroupRow:
    """`joint_with`: the other partnerships and outside bodies whose group it is too, named. `joint`: shared with a
    partnership that is here. `kind` as written: 'lead safeguarding partners', 'subgroup', 'related body' …"""

    id: int
    slug: str
    name: str
    short_name: str
    kind: str
    joint_with: tuple[str, ...]
    joint: bool
    meets: str
    remit: str
    aliases: tuple[str, ...]


def facts() -> PartnershipFacts | None:
    """None where nothing was loaded yet. Four queries."""
    home = scope.current().home_id
    profile = Profile.objects.filter(space_id=home).first()
    if profile is None:
        return None
    return PartnershipFacts(
        name=profile.name,
        short_name=profile.short_name,
        area=profile.area,
        nation=profile.nation,
        website=profile.website,
        report_year_starts=profile.report_year_starts,
        strategic_plan=profile.strategic_plan,
        aliases=tuple(PartnershipAlias.objects.filter(space_id=home).values_list("name", flat=True)),
        towns=tuple(profile.towns),
        statistical_neighbours=tuple(profile.statistical_neighbours),
        neighbour_model=profile.neighbour_model,
        populations=populations(),
        contacts=contacts(),
    )


def populations() -> tuple[PopulationRow, ...]:
    rows = Population.objects.filter(space_id=scope.current().home_id).select_related("returned_by")
    return tuple(
        PopulationRow(
            row.pk,
            row.what,
            row.year,
            row.value,
            row.source_file,
            row.source_row,
            str(row.returned_by),
            row.returned_at,
        )
        for row in rows
    )


def contacts() -> tuple[ContactRow, ...]:
    """The contacts alone, as every page needs them. One query."""
    rows = Contact.objects.filter(space_id=scope.current().home_id)
    return tuple(ContactRow(contact.kind, contact.value) for contact in rows)


def former_phones() -> list[str]:
    """Numbers that were on record once, those of today among them. One query."""
    rows = Contact.history.filter(space_id=scope.current().home_id, kind__contains="phone").order_by()
    return sorted(set(rows.values_list("value", flat=True)))


def agencies() -> list[Agency]:
    """In the order of the partnership's own list. Two queries."""
    home = scope.current().home_id
    rows = AgencyInvolvement.objects.filter(space_id=home).select_related("organisation").prefetch_related("aliases")
    return [
        Agency(
            id=row.organisation_id,
            name=row.name,
            sector=row.sector,
            involvement=row.involvement,
            is_safeguarding_partner=row.is_safeguarding_partner,
            aliases=tuple(alias.name for alias in row.aliases.all()),
            joint=row.organisation.space_id != home,
        )
        for row in rows
    ]


def spaces_of_organisations(ids: Collection[int]) -> dict[int, int]:
    """Organisation id → its space: the home, or the joint one of those who share it. One query."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "space_id"))


def safeguarding_partners() -> list[Agency]:
    return [agency for agency in agencies() if agency.is_safeguarding_partner]


def organisation_named(text: str) -> Agency | None:
    """The agency of that name or alias, whatever the capitals and punctuation."""
    key = key_of(text)
    for agency in agencies():
        if key in {key_of(agency.name), *map(key_of, agency.aliases)}:
            return agency
    return None


def groups() -> list[GroupRow]:
    """The partnership's groups in the order of its own list, then joint ones that only others list. Four queries."""
    active = scope.current()
    home = active.home_id
    rows = Group.objects.prefetch_related(
        "partners", Prefetch("statements", GroupStatement.objects.filter(space_id=home).prefetch_related("aliases"))
    )
    found = []
    for group in rows:
        stated = list(group.statements.all())
        place = (0, stated[0].position) if stated else (1, 0)
        partners = [partner for partner in group.partners.all() if partner.partnership_id != active.partnership_id]
        found.append(
            (
                place,
                GroupRow(
                    id=group.pk,
                    slug=group.slug,
                    name=group.name,
                    short_name=group.short_name,
                    kind=group.kind,
                    joint_with=tuple(partner.name for partner in partners),
                    joint=group.space_id != home,
                    meets=group.meets,
                    remit=group.remit,
                    aliases=tuple(alias.name for statement in stated for alias in statement.aliases.all()),
                ),
            )
        )
    return [row for _, row in sorted(found, key=lambda each: (each[0], each[1].name))]


def joint_organisations() -> list[str]:
    """Names of the organisations in the joint spaces that this partnership sees, its own or the others'."""
    active = scope.current()
    return list(Organisation.objects.exclude(space_id=active.home_id).values_list("name", flat=True))


def posts() -> QuerySet[Post]:
    """Every post with its agency or group and its people. One query."""
    return Post.objects.select_related("organisation", "group", "holder", "deputy")


def posts_held_by(user_id: int | None) -> list[Post]:
    """Those that the person holds, or acts for as deputy while they are vacant. One query; none for nobody."""
    if user_id is None:
        return []
    return list(Post.objects.filter(Q(holder_id=user_id) | Q(holder=None, deputy_id=user_id)))
