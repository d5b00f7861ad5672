"""Who may change whose roles: pure rules."""

from throughline.foundation.access.roles import Role
from throughline.foundation.accounts.rules import may_give, refuse_reset, refuse_roles, refuse_suspending

ADMIN, UNIT, NURSE = {Role.ADMINISTRATOR}, {Role.BUSINESS_UNIT}, {Role.PRACTITIONER}


def test_administrator_is_given_and_taken_by_administrators_alone() -> None:
    assert may_give(ADMIN) == tuple(Role)
    assert may_give(UNIT) == tuple(role for role in Role if role is not Role.ADMINISTRATOR)
    no = "Only an administrator can make or unmake an administrator."
    assert refuse_roles(own=UNIT, before=set(), after=ADMIN, other_administrators=1) == no
    assert refuse_roles(own=UNIT, before=ADMIN, after=set(), other_administrators=1) == no
    assert refuse_roles(own=UNIT, before=ADMIN, after=ADMIN | NURSE, other_administrators=1) == ""
    assert refuse_roles(own=ADMIN, before=set(), after=ADMIN, other_administrators=1) == ""


def test_the_last_administrator_stays() -> None:
    last = "This is the last administrator. Make somebody else administrator first."
    assert refuse_roles(own=ADMIN, before=ADMIN, after=NURSE, other_administrators=0) == last
    assert refuse_roles(own=ADMIN, before=ADMIN, after=NURSE, other_administrators=1) == ""
    assert refuse_suspending(own=ADMIN, theirs=ADMIN, themselves=False, other_administrators=0) == last


def test_who_may_be_suspended_and_reset() -> None:
    def suspending(own: set[Role], theirs: set[Role], themselves: bool = False) -> str:
        return refuse_suspending(own=own, theirs=theirs, themselves=themselves, other_administrators=1)

    assert suspending(UNIT, NURSE) == ""
    assert suspending(ADMIN, ADMIN) == ""
    assert suspending(UNIT, ADMIN) == "Only an administrator can suspend an administrator."
    assert suspending(ADMIN, ADMIN, themselves=True) == "You cannot suspend your own account."
    assert refuse_reset(own=UNIT, theirs=UNIT, elsewhere=frozenset()) == ""
    assert (
        refuse_reset(own=UNIT, theirs=ADMIN, elsewhere=frozenset())
        == "Only an administrator can reset an administrator’s second factor."
    )


def test_a_second_factor_that_guards_another_partnership_is_reset_there_alone() -> None:
    elsewhere = frozenset({Role.ADMINISTRATOR})
    refused = "This person has a role in another partnership, which has to reset the second factor."
    assert refuse_reset(own=ADMIN, theirs=UNIT, elsewhere=elsewhere) == refused
    assert refuse_reset(own=ADMIN, theirs=UNIT, elsewhere=frozenset({Role.PRACTITIONER})) == ""
