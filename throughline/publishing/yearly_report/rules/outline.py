"""The sections that every report has, and the records that a report is made of. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outline:
    """`apps`: whose computed and derived figures stand here when no source places them."""

    key: str
    number: int
    title: str
    apps: tuple[str, ...]


SECTIONS = (
    Outline("context", 1, "The area and its children", ()),
    Outline("partnership", 2, "The partnership", ("partnership",)),
    Outline("scrutiny", 3, "Scrutiny and assurance", ("audits",)),
    Outline("voice", 4, "The voice of children and families", ()),
    Outline("priorities", 5, "Priorities and commitments", ("strategy",)),
    Outline("learning", 6, "Learning and improvement", ("reviews", "training")),
    Outline("resources", 7, "Resources", ("finance",)),
)
BY_KEY = {section.key: section for section in SECTIONS}


@dataclass(frozen=True)
class AgencyLine:
    name: str
    sector: str
    involvement: str
    is_partner: bool
    joint: bool


@dataclass(frozen=True)
class GroupLine:
    name: str
    short_name: str
    kind: str
    meets: str
    remit: str
    joint_with: tuple[str, ...]


@dataclass(frozen=True)
class CommitmentLine:
    """`priority` is its number, None for one of a section ('scrutiny')."""

    priority: int | None
    section: str
    text: str


@dataclass(frozen=True)
class ReviewLine:
    kind: str
    name: str
    published: str
    themes: tuple[str, ...]


@dataclass(frozen=True)
class ChangeLine:
    review: str
    service: str
    change: str


@dataclass(frozen=True)
class AuditLine:
    kind: str
    cycle: str
    theme: str
    note: str


@dataclass(frozen=True)
class GrantLine:
    source: str
    purpose: str
    spent_on: tuple[str, ...]
    row: int | None


@dataclass(frozen=True)
class ContributionLine:
    """Its figures are those that stand on the same row of the same file."""

    contributor: str
    is_other_income: bool
    file: str
    row: int


@dataclass(frozen=True)
class Records:
    """The partnership's records as far as a report shows them."""

    name: str
    area: str
    former_names: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    plan: str = ""
    agencies: tuple[AgencyLine, ...] = ()
    groups: tuple[GroupLine, ...] = ()
    priorities: tuple[tuple[int, str], ...] = ()
    commitments: tuple[CommitmentLine, ...] = ()
    reviews: tuple[ReviewLine, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    audits: tuple[AuditLine, ...] = ()
    contributions: tuple[ContributionLine, ...] = ()
    grants: tuple[GrantLine, ...] = ()
    sessions: tuple[tuple[str, str, str], ...] = ()

    @property
    def sectors(self) -> frozenset[str]:
        return frozenset(agency.sector for agency in self.agencies)

    @property
    def titles(self) -> tuple[str, ...]:
        """Names that may hold numbers of their own."""
        return (
            *(title for title, _, _ in self.sessions),
            *(title for _, title in self.priorities),
            *(review.name for review in self.reviews),
            *(group.name for group in self.groups),
        )
