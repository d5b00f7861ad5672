"""What the public pages draw from the office's records, in finished values. Reads only, through each app's `api`.

Everything here is for the active scope. What is published is public: names of bodies, not of people.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from throughline.foundation.charts.structure import Box, structure_chart
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import SummaryRow
from throughline.foundation.ui.site import NavigationItem
from throughline.office.partnership import api as partnership
from throughline.office.reviews import api as reviews
from throughline.office.strategy import api as strategy
from throughline.office.training import api as office_training
from throughline.publishing.library import api as library
from throughline.publishing.website import rules
from throughline.publishing.yearly_report import api as yearly_report

IN_A_LIST = 3  # how many sessions or reviews a block of a page shows


@dataclass(frozen=True)
class Row:
    """One line of a listing: what it is, where it leads ("" for nowhere), and a note beneath it."""

    label: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Listing:
    """`empty` is the sentence shown without rows; `more` leads to the whole list."""

    rows: tuple[Row, ...]
    empty: str
    more: Row | None = None


@dataclass(frozen=True)
class Contact:
    label: str
    phone: str = ""
    email: str = ""
    text: str = ""


def contacts() -> tuple[Contact, ...]:
    """The partnership's own contacts, without the numbers to call about a child. One query."""
    return own_contacts(partnership.contacts())


def own_contacts(rows: Iterable[partnership.ContactRow]) -> tuple[Contact, ...]:
    return tuple(_contact(row) for row in rows if row.kind not in rules.CALLED and row.value)


def _contact(row: partnership.ContactRow) -> Contact:
    label = rules.contact_words(row.kind)
    if row.kind.endswith("email"):
        return Contact(label, email=row.value)
    if row.kind.endswith("phone"):
        return Contact(label, phone=row.value)
    return Contact(label, text=row.value)


# ---- blocks ---------------------------------------------------------------------------------------------------------


def training(at: datetime) -> Listing:
    """The next sessions after the business moment. One query."""
    rows = office_training.coming_sessions(at, at_most=IN_A_LIST)
    return Listing(
        tuple(Row(row.title, row.url, f"{row.when}. {rules.capital(row.mode)}. {row.places}") for row in rows),
        "No training sessions are on the calendar yet.",
        Row("See all training", reverse("training:calendar")),
    )


def priorities(at: datetime) -> Listing:
    """One query."""
    return Listing(
        tuple(Row(row.title) for row in strategy.priorities()),
        NO_PRIORITIES,
        Row("See our priorities and commitments", reverse("website:priorities")),
    )


def learning(at: datetime) -> Listing:
    """The reviews published last. One query."""
    rows = [row for row in reviews.reviews() if row.published_from is not None][:IN_A_LIST]
    return Listing(
        tuple(
            Row(
                row.name,
                f"{reverse('website:learning')}#{row.slug}",
                f"{rules.capital(row.kind)}, published {month_of(row.published_from)}",
            )
            for row in rows
        ),
        NO_REVIEWS,
        Row("See what changed in practice", reverse("website:learning")),
    )


def reports(at: datetime) -> Listing:
    """The yearly reports published last. One query."""
    rows = yearly_report.editions(at_most=IN_A_LIST)
    return Listing(
        tuple(Row(row.title, row.url, f"As at {formats.day(row.as_at)}") for row in rows),
        "No yearly report has been published yet.",
        Row("See all yearly reports", reverse("yearly_report_public:list")) if rows else None,
    )


def library_news(at: datetime) -> Listing:
    """The documents published last. Three queries."""
    rows = library.new_between(date.min, at.date())[:IN_A_LIST]
    return Listing(
        tuple(Row(row.title, row.url, f"{row.kind}, {formats.day(row.day)}") for row in rows),
        "No document has been published yet.",
        Row("See the whole library", reverse("library:list")),
    )


@dataclass(frozen=True)
class Kind:
    """What a block of records can show. `rows` takes the business moment."""

    label: str
    rows: Callable[[datetime], Listing]


KINDS = {
    "training": Kind("Training coming up", training),
    "priorities": Kind("Our priorities", priorities),
    "learning": Kind("What we have learned", learning),
    "reports": Kind("Yearly report", reports),
    "library": Kind("New in the library", library_news),
}

# ---- who the partnership is ------------------------------------------------------------------------------------------

NO_PRIORITIES = "No priorities have been published yet."
NO_REVIEWS = "No reviews have been published yet."


@dataclass(frozen=True)
class Body:
    """A safeguarding partner or agency as the page lists it. `also` is a sentence, or ""."""

    name: str
    sector: str
    involvement: str
    also: str


@dataclass(frozen=True)
class Who:
    """The page on the partnership. `sectors` filter the agencies; `agencies_heading` says which are shown."""

    facts: list[SummaryRow]
    partners: list[Body]
    agencies: list[Body]
    agencies_heading: str
    sectors: list[NavigationItem]
    contacts: tuple[Contact, ...]


def who(sector: str, *, area: str) -> Who:
    """The agencies of one sector, or of all for "". An unknown sector shows none. Six queries."""
    facts = partnership.facts()
    agencies = partnership.agencies()
    others = [agency for agency in agencies if not agency.is_safeguarding_partner]
    shown = [agency for agency in others if sector in ("", agency.sector)]
    here = reverse("website:partnership")
    counted = {
        name: sum(1 for agency in others if agency.sector == name) for name in sorted({a.sector for a in others})
    }
    return Who(
        facts=_facts(facts, area),
        partners=[_body(agency) for agency in agencies if agency.is_safeguarding_partner],
        agencies=[_body(agency) for agency in shown],
        agencies_heading=f"{rules.capital(sector)}: {len(shown)} of {len(others)}" if sector else f"All {len(others)}",
        sectors=[
            NavigationItem(f"All ({len(others)})", f"{here}#relevant-agencies", current=not sector),
            *(
                NavigationItem(
                    f"{rules.capital(name)} ({number})",
                    f"{here}?{urlencode({'sector': name})}#relevant-agencies",
                    current=name == sector,
                )
                for name, number in counted.items()
            ),
        ],
        contacts=own_contacts(facts.contacts if facts is not None else ()),
    )


def _facts(facts: partnership.PartnershipFacts | None, area: str) -> list[SummaryRow]:
    if facts is None:
        return [SummaryRow("Area", area)]
    rows = [SummaryRow("Area", facts.area)]
    if facts.short_name:
        rows.insert(0, SummaryRow("Short name", facts.short_name))
    for key, value in (
        ("Towns", rules.listed(facts.towns)),
        ("Former and other names", "; ".join(facts.aliases)),
        ("Strategic plan", facts.strategic_plan),
    ):
        if value:
            rows.append(SummaryRow(key, value))
    for population in facts.populations:
        what = population.what.partition(";")[0]  # what follows is for those who work with the figures
        rows.append(SummaryRow(f"{what}, {population.year}", formats.number(population.value)))
    return rows


def _body(agency: partnership.Agency) -> Body:
    return Body(
        name=agency.name,
        sector=rules.capital(agency.sector),
        involvement=rules.capital(agency.involvement) or "Not stated",
        also=f"Also known as {rules.listed(agency.aliases)}" if agency.aliases else "",
    )


# ---- groups ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """`joint` is a sentence ("Joint with …"), or ""; `also` likewise."""

    name: str
    url: str
    kind: str
    joint: str
    meets: str
    remit: str
    also: str

    @property
    def facts(self) -> list[SummaryRow]:
        """What its own page says of it."""
        pairs = (
            ("Kind of group", self.kind),
            ("Shared", self.joint),
            ("Meets", rules.capital(self.meets)),
            ("What it does", self.remit),
            ("Other names", self.also),
        )
        return [SummaryRow(key, value) for key, value in pairs if value]


@dataclass(frozen=True)
class Tier:
    """Groups of one kind, in the partnership's own order; tiers run from the top."""

    heading: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Structure:
    """The groups as a list, and the same drawn for a wide and for a narrow screen (SVG; "" without groups)."""

    tiers: tuple[Tier, ...]
    wide: str = ""
    narrow: str = ""


def structure(*, title: str) -> Structure:
    """At most five queries."""
    rows = partnership.groups()
    if not rows:
        return Structure(())
    boxes = [Box(row.name, row.kind, row.short_name, row.joint_with) for row in rows]
    ordered = sorted(rows, key=lambda row: rules.tier_of(row.kind))
    return Structure(
        tuple(
            Tier(heading, tuple(_group(row) for row in of_kind))
            for heading, of_kind in groupby(ordered, key=lambda row: rules.tier_of(row.kind)[1])
        ),
        wide=mark_safe(structure_chart(title, boxes, columns=4).svg),  # noqa: S308 (charts escape every text)
        narrow=mark_safe(structure_chart(title, boxes, columns=2).svg),  # noqa: S308
    )


def group(slug: str) -> Group | None:
    """None where this partnership has no such group."""
    return next((_group(row) for row in partnership.groups() if row.slug == slug), None)


def _group(row: partnership.GroupRow) -> Group:
    return Group(
        name=f"{row.name} ({row.short_name})" if row.short_name else row.name,
        url=reverse("website:group", args=[row.slug]),
        kind=rules.capital(row.kind),
        joint=f"Joint with {rules.listed(row.joint_with)}" if row.joint_with else "",
        meets=row.meets,
        remit=rules.capital(row.remit),
        also=rules.listed(row.aliases),
    )


# ---- priorities and learning -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Aim:
    """A priority ("Priority 1: …") or a section of the report, with the commitments of the year shown."""

    title: str
    commitments: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    label: str
    aims: tuple[Aim, ...]


@dataclass(frozen=True)
class Aims:
    """`year` is the one whose commitments are shown, "" for none."""

    plans: tuple[Plan, ...]
    sections: tuple[Aim, ...]
    year: str


def aims(on: date, *, year_starts: str) -> Aims:
    """Priorities by plan and sections, with the commitments of the year after the one that `on` is in. Two queries."""
    rows = strategy.priorities()
    commitments = strategy.commitments()
    year = rules.year_shown(
        rules.next_year(rules.report_year_of(on, year_starts)), sorted({row.year for row in commitments})
    )
    of_year = [row for row in commitments if row.year == year]
    plans = tuple(
        Plan(
            label,
            tuple(
                Aim(
                    f"{row.number}. {row.title}",
                    tuple(rules.capital(c.text) for c in of_year if c.priority is not None and c.priority.id == row.id),
                )
                for row in of_plan
            ),
        )
        for label, of_plan in groupby(rows, key=lambda row: row.plan)
    )
    sections = list(dict.fromkeys(row.section for row in of_year if row.section))
    return Aims(
        plans,
        tuple(
            Aim(rules.capital(name), tuple(rules.capital(c.text) for c in of_year if c.section == name))
            for name in sections
        ),
        year,
    )


@dataclass(frozen=True)
class Changed:
    """What changed in one service or policy."""

    where: str
    what: tuple[str, ...]


@dataclass(frozen=True)
class Review:
    slug: str
    name: str
    kind: str
    published: str
    themes: tuple[str, ...]
    changes: tuple[Changed, ...]
    thread: str
    improvements: str
    briefing: tuple[tuple[str, str], ...]
    withheld: bool


def published_reviews(today: date) -> list[Review]:
    """Those published by today, the latest first, each with what changed in practice; those that were withheld with
    what should improve. Two queries."""
    changes = reviews.practice_changes()
    return [
        Review(
            slug=row.slug,
            name=row.name,
            kind=rules.capital(row.kind),
            published=month_of(row.published_from),
            themes=tuple(rules.capital(theme) for theme in row.themes),
            changes=tuple(
                Changed(rules.capital(where), tuple(rules.capital(change.change) for change in of_one))
                for where, of_one in groupby(
                    (change for change in changes if change.review_id == row.id), key=lambda c: c.service_or_policy
                )
            ),
            thread=reverse("links:thread", args=["reviews.review", row.id]),
            improvements=row.improvements,
            briefing=row.briefing,
            withheld=row.withheld_on is not None,
        )
        for row in reviews.reviews_by(today)
        if row.published_from is not None or row.withheld_on is not None
    ]


def month_of(first: date | None) -> str:
    return "" if first is None else formats.month(first)
