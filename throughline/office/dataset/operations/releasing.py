"""Writes of open data: the owner's leave, what goes out, the policies on small numbers."""

from datetime import date, datetime
from typing import Any

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.figures.operations import release_table
from throughline.foundation.figures.suppression.protecting import CannotProtect
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Space
from throughline.office.dataset.models import AudiencePolicy, Indicator, OpenRelease, Publication
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.queries.indicator import indicator_page
from throughline.office.dataset.queries.releasing import outgoing, policy_for, publication_of
from throughline.office.dataset.release_content import content_of

NO_LEAVE = "It is not open data: its owner agency has not agreed."


@operation(DatasetPermission.MANAGE)
def record_agreement(
    *, indicator_id: int, agreed_by: str, agreed_on: date, by: Actor, at: datetime
) -> Publication:  # fmt: skip
    """The owner agency's leave. Raises Refused."""
    indicator = Indicator.objects.get(pk=indicator_id)
    if not indicator.code or indicator.owner_id is None:
        raise Refused("Name the agency that answers for the indicator in the register first.")
    if not agreed_by.strip():
        raise Refused("Say who agreed for the agency, and how.")
    if publication_of(indicator_id) is not None:
        raise Refused("The agency’s agreement is on record already.")
    return Publication.objects.create(
        space_id=indicator.space_id, indicator=indicator, agency_id=indicator.owner_id, agreed_by=agreed_by.strip(),
        agreed_on=agreed_on, by=by.user, at=at,
    )  # fmt: skip


@operation(DatasetPermission.MANAGE)
def withdraw_agreement(*, indicator_id: int, why: str, by: Actor, at: datetime) -> None:
    """The public pages go at once; what readers have already cannot be taken back. Raises Refused."""
    if not why.strip():
        raise Refused("Say why the agreement ends.")
    changed = Publication.objects.filter(indicator_id=indicator_id, ended_at=None).update(
        ended_by=by.user, ended_at=at, ended_why=why.strip()
    )
    if changed != 1:
        raise Refused(NO_LEAVE)


@operation(DatasetPermission.MANAGE)
def release_indicator(*, indicator_id: int, as_at: date, by: Actor, at: datetime) -> OpenRelease:
    """Lets out what had ended by the day: hidden by the public's policy, registered, frozen. One at a time.

    Raises Refused without the owner's leave, and (SN-06) with both releases named where it would give away what an
    earlier one hid.
    """
    Space.objects.select_for_update().get(pk=scope.current().home_id)
    if publication_of(indicator_id) is None:
        raise Refused(NO_LEAVE)
    page = indicator_page(indicator_id, until=as_at)
    last = OpenRelease.objects.filter(indicator_id=indicator_id).first()
    number = last.number + 1 if last else 1
    name = f"Open data {page.indicator.code}, release {number}"
    try:
        found = outgoing(page)
    except CannotProtect as cannot:
        raise Refused(f"It cannot go out: {cannot}") from cannot
    release_table(name=name, protected=found.protected, by=by, at=at)
    content: dict[str, Any] = content_of(
        page, found, number=number, as_at=as_at, policy=policy_for(AudiencePolicy.Audience.PUBLIC)
    )
    return OpenRelease.objects.create(
        space_id=page.indicator.space_id, indicator=page.indicator, number=number, name=name, content=content,
        by=by.user, at=at,
    )  # fmt: skip


@operation(DatasetPermission.MANAGE)
def set_policy(
    *, audience: str, largest_small: int, zero_shown: bool, round_to: int, why: str, by: Actor, at: datetime
) -> AudiencePolicy:
    """From now on, with its reason; earlier ones stay on record. Raises Refused."""
    if audience not in AudiencePolicy.Audience.values:
        raise Refused("This audience is not known.")
    if not 2 <= largest_small <= 20 or not 1 <= round_to <= 100:
        raise Refused("The threshold is from 2 to 20, the rounding from 1 to 100.")
    if not why.strip():
        raise Refused("Say why the policy changes.")
    return AudiencePolicy.objects.create(
        space_id=scope.current().home_id, audience=audience, largest_small=largest_small, zero_shown=zero_shown,
        round_to=round_to, why=why.strip(), by=by.user, at=at,
    )  # fmt: skip
