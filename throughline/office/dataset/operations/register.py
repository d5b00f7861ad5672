"""Writes of the register: what each indicator is, and its definitions from day to day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.names import slug_of
from throughline.foundation.sheets.api import take_upload
from throughline.foundation.tenancy import scope
from throughline.office.dataset.models import Indicator, IndicatorVersion
from throughline.office.dataset.permissions import DatasetPermission

DEFINING = ("definition", "numerator", "denominator", "unit", "counting")


@dataclass(frozen=True)
class RegisterRow:
    """One indicator as the register shall have it. `name`: what returned files call it, '' for its title. `why` and
    `starts` are asked for when the definition changes."""

    code: str
    title: str
    definition: str
    sector: str
    unit: str
    name: str = ""
    owner_id: int | None = None
    numerator: str = ""
    denominator: str = ""
    vintage: str = ""
    polarity: str = "neutral"
    counting: str = ""
    frequency: str = ""
    breakdowns: tuple[str, ...] = ()
    target: Decimal | None = None
    priority: str = ""
    caveat: str = ""
    official_count: str = ""
    official_value: str = ""
    starts: date | None = None
    why: str = ""

    @property
    def slug(self) -> str:
        return slug_of(self.name or self.title)


PLAIN = (
    "code", "title", "definition", "sector", "owner_id", "numerator", "denominator", "vintage", "unit", "polarity",
    "counting", "frequency", "target", "priority", "caveat", "official_count", "official_value",
)  # fmt: skip


@operation(DatasetPermission.MANAGE)
def register_indicators(
    *,
    rows: Sequence[RegisterRow],
    only_new: bool = False,
    by: Actor,
    at: datetime,
    upload_id: int | None = None,
    purpose: str = "",
) -> tuple[int, int]:
    """All rows or none → (added, changed). An indicator is known by its code; one that only returned files knew, by its
    name. A changed definition becomes the next version, from its day, and must say why. `only_new`: a code that is
    taken is refused."""
    if upload_id is not None:
        take_upload(upload_id=upload_id, purpose=purpose, by=by, at=at)
    home = scope.current().home_id
    on_record = list(Indicator.objects.filter(space_id=home))
    by_code = {row.code: row for row in on_record if row.code}
    by_slug = {row.slug: row for row in on_record}
    last = max((row.position for row in on_record), default=0)
    added = changed = 0
    for row in rows:
        if not row.slug:
            raise Refused(f"{row.code}: the title needs a letter or a digit.")
        found = by_code.get(row.code) or by_slug.get(row.slug)
        if only_new and row.code in by_code:
            raise Refused(f"{row.code} is the code of ‘{by_code[row.code]}’ already. Choose another.")
        if found is not None and found.code and found.code != row.code:
            raise Refused(f"{row.code}: {found.code} has this name already.")
        if found is None:
            last += 1
            found = Indicator(space_id=home, slug=row.slug, name=row.name or row.title, position=last)
        new = found.pk is None
        if not _settle(found, row, at.date()):
            continue
        by_code[row.code] = by_slug[found.slug] = found
        added, changed = added + new, changed + (not new)
    return added, changed


def _settle(found: Indicator, row: RegisterRow, today: date) -> bool:
    """Whether anything changed, after saving it."""
    first = not found.code
    redefined = not first and any(getattr(found, name) != getattr(row, name) for name in DEFINING)
    values = {name: getattr(row, name) for name in PLAIN} | {"breakdowns": list(row.breakdowns)}
    if found.pk is not None and all(getattr(found, name) == value for name, value in values.items()):
        return False
    if redefined:
        if not row.why:
            raise Refused(f"{row.code}: say why the definition changes.")
        found.version += 1
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
    if first or redefined:
        IndicatorVersion(
            space_id=found.space_id, indicator=found, number=found.version, starts=row.starts or today,
            why=row.why if redefined else "", **{name: getattr(row, name) for name in DEFINING},
        ).save()  # fmt: skip
    return True
