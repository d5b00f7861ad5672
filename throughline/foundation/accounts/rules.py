"""Who may change whose roles. Pure: the answers are sentences for the person who asked, empty when it is allowed."""

from collections.abc import Set

from throughline.foundation.access.roles import ROLES, Role


def may_give(own: Set[Role]) -> tuple[Role, ...]:
    """The roles that somebody with these roles may give and take. Administrator is for administrators alone."""
    return tuple(role for role in Role if role is not Role.ADMINISTRATOR or Role.ADMINISTRATOR in own)


def refuse_roles(*, own: Set[Role], before: Set[Role], after: Set[Role], other_administrators: int) -> str:
    """`own`: of who changes; `other_administrators`: not suspended, without the person changed."""
    changed = set(before) ^ set(after)
    if Role.ADMINISTRATOR in changed and Role.ADMINISTRATOR not in own:
        return "Only an administrator can make or unmake an administrator."
    if Role.ADMINISTRATOR in before and Role.ADMINISTRATOR not in after and other_administrators == 0:
        return "This is the last administrator. Make somebody else administrator first."
    return ""


def refuse_suspending(*, own: Set[Role], theirs: Set[Role], themselves: bool, other_administrators: int) -> str:
    if themselves:
        return "You cannot suspend your own account."
    if Role.ADMINISTRATOR in theirs and Role.ADMINISTRATOR not in own:
        return "Only an administrator can suspend an administrator."
    if Role.ADMINISTRATOR in theirs and other_administrators == 0:
        return "This is the last administrator. Make somebody else administrator first."
    return ""


def refuse_reset(*, own: Set[Role], theirs: Set[Role], elsewhere: Set[Role]) -> str:
    """`elsewhere`: roles in other partnerships. An invitation here must not open an account that guards them there."""
    if any(ROLES[role].second_factor for role in elsewhere):
        return "This person has a role in another partnership, which has to reset the second factor."
    if Role.ADMINISTRATOR in theirs and Role.ADMINISTRATOR not in own:
        return "Only an administrator can reset an administrator’s second factor."
    return ""
