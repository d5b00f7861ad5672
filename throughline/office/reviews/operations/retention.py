"""Legal holds; a case deleted when its time has come: proposed by its lead, approved by the data guardian, proved."""

from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.restricted import api as restricted
from throughline.foundation.restricted.api import Entered, RestrictedPermission
from throughline.foundation.tenancy import scope
from throughline.office.reviews.models import Deletion, LegalHold, RetentionRule, Slip
from throughline.office.reviews.operations.cases import writable
from throughline.office.reviews.permissions import ReviewsPermission
from throughline.office.reviews.queries import retention as queries
from throughline.office.reviews.queries.cases import case_in
from throughline.office.reviews.rules.retention import delete_from, not_now


@operation(ReviewsPermission.APPROVE_DELETION)
def set_rule(*, years: int, source: str, by: Actor, at: datetime) -> RetentionRule:
    """For all cases of the partnership. `at` is real."""
    if by.user is None:
        raise NotPermitted("Sign in to do this.")
    if years < 1 or not source.strip():
        raise Refused("Give the years, and say who decided it and where it is written.")
    row = queries.rule() or RetentionRule(space_id=scope.current().home_id)
    row.years, row.source, row.set_by, row.set_at = years, source.strip(), by.user, at
    row.save()
    return row


@operation(RestrictedPermission.ENTER)
def hold(*, inside: Entered, reason: str, by: Actor, at: datetime) -> LegalHold:
    case = writable(inside)
    if not reason.strip():
        raise Refused("Give the reason for the hold.")
    if queries.is_held(case):
        raise Refused("A legal hold stands already.")
    return LegalHold.objects.create(
        space_id=case.space_id, case=case, reason=reason.strip(), since=at.date(), by=by.user
    )


@operation(RestrictedPermission.ENTER)
def end_hold(*, inside: Entered, by: Actor, at: datetime) -> None:
    for row in LegalHold.objects.filter(case=writable(inside), ended_on=None):
        row.ended_on = at.date()
        row.save(update_fields=["ended_on"])


@operation(RestrictedPermission.ENTER)
def propose_deletion(*, inside: Entered, by: Actor, at: datetime) -> Deletion:
    """By the lead, once the time has come. Raises Refused."""
    case, rule = writable(inside), queries.rule()
    if by.user is None or not inside.leads:
        raise NotPermitted("Only the lead of this case proposes its deletion.")
    ended = queries.ended_on(case)
    years = rule.years if rule else None
    why_not = not_now(ended_on=ended, years=years, held=queries.is_held(case), today=at.date())
    if why_not or ended is None or years is None:
        raise Refused(why_not)
    made, _ = Deletion.objects.get_or_create(
        restricted_id=inside.id, space_id=case.restricted.space_id,
        defaults={"due_on": delete_from(ended, years), "proposed_by": by.user, "proposed_at": at},
    )  # fmt: skip
    return made


@operation(ReviewsPermission.APPROVE_DELETION)
def delete_case(*, deletion_id: int, today: date, by: Actor, at: datetime) -> Deletion:
    """By somebody else than who proposed it, and without ever reading the case. Every row of the space goes, with its
    history and the states it entered; so do the slips that point there. What is left is counted afterwards: were it not
    nothing, nothing would be deleted. Members and looks stay, as they say who saw it. `at` is real."""
    row = queries.deletion(deletion_id)
    if by.user is None or by.user.pk == row.proposed_by_id:
        raise NotPermitted("Somebody else than who proposed it approves a deletion.")
    if row.deleted_at is not None:
        raise Refused("This case was deleted already.")
    with restricted.as_system(row.restricted_id) as inside:
        case, rule = case_in(inside), queries.rule()
        why_not = not_now(
            ended_on=queries.ended_on(case), years=rule.years if rule else None, held=queries.is_held(case), today=today
        )
        if why_not:
            raise Refused(why_not)
        counts = {}
        for model, number in list(queries.tables_in(inside.space_id)):
            counts[model._meta.label] = number
            # no signal: a deleted row would write itself into its history
            model._default_manager.filter(space_id=inside.space_id)._raw_delete(using=row._state.db)
        left = sum(number for _, number in queries.tables_in(inside.space_id))
    if left:
        raise Refused("Something would have been left behind, so nothing was deleted. Tell whoever runs the site.")
    Slip.objects.filter(restricted_id=row.restricted_id).delete()
    row.approved_by, row.deleted_at, row.counts, row.left = by.user, at, counts, left
    row.save()
    return row
