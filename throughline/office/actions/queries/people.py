"""Who may see which actions."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import Membership, User
from throughline.office.actions.models import Action
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.partnership import api as partnership


@dataclass(frozen=True)
class Reader:
    """What a person is to the tracker. `leads` are agencies and groups they answer for; `groups` they sit in; `posts`
    that they hold, or act for while vacant."""

    user_id: int | None
    sees_all: bool
    manages: bool
    judges: bool
    agencies_led: frozenset[int]
    groups_led: frozenset[int]
    agencies: frozenset[int]
    groups: frozenset[int]
    posts: frozenset[int]

    def owns(self, action: Action) -> bool:
        """Its owner, or who acts for its vacant post."""
        if action.owner_id is not None:
            return action.owner_id == self.user_id
        return action.post_id in self.posts

    def leads(self, action: Action) -> bool:
        return action.agency_id in self.agencies_led or action.group_id in self.groups_led


def reader(actor: Actor) -> Reader:
    """One query."""
    user_id = actor.user.pk if actor.user else None
    held = partnership.posts_held_by(user_id)
    return Reader(
        user_id=user_id,
        sees_all=actor.may(ActionsPermission.SEE_ALL),
        manages=actor.may(ActionsPermission.MANAGE),
        judges=actor.may(ActionsPermission.JUDGE),
        agencies_led=frozenset(post.organisation_id for post in held if post.leads and post.organisation_id),
        groups_led=frozenset(post.group_id for post in held if post.leads and post.group_id),
        agencies=frozenset(post.organisation_id for post in held if post.organisation_id),
        groups=frozenset(post.group_id for post in held if post.group_id),
        posts=frozenset(post.pk for post in held),
    )


def visible(who: Reader) -> QuerySet[Action]:
    """Every action that this person may know of."""
    found = Action.objects.all()
    if who.sees_all:
        return found
    if who.user_id is None:
        return found.none()  # or `owner_id=None` would mean every action without an owner
    return found.filter(
        Q(owner_id=who.user_id)
        | Q(judge_id=who.user_id)
        | Q(post_id__in=who.posts)
        | Q(agency_id__in=who.agencies_led)
        | Q(group_id__in=who.groups)
    )


def person_with_email(email: str) -> User | None:
    """Somebody whom the partnership knows and has not suspended."""
    found = Membership.objects.filter(user__email=email.strip().lower(), suspended=False, user__is_active=True)
    membership = found.select_related("user").first()
    return membership.user if membership else None
