"""The door for other apps: say what a restricted space is, open one, enter it, name members."""

from throughline.foundation.restricted.entering import NotHere, as_system, entered, for_one_record
from throughline.foundation.restricted.operations import end_member, name_member, open_space
from throughline.foundation.restricted.permissions import RestrictedPermission
from throughline.foundation.restricted.queries import (
    Entered,
    all_spaces,
    find,
    guardians,
    leads,
    members_of,
    mine,
    partner_of,
    person_with_email,
    stands_in,
)
from throughline.foundation.restricted.registry import SpaceKind, register_space_kind
from throughline.foundation.restricted.rules import Part
from throughline.foundation.restricted.views_inside import member_page

__all__ = [
    "Entered",
    "NotHere",
    "Part",
    "RestrictedPermission",
    "SpaceKind",
    "all_spaces",
    "as_system",
    "end_member",
    "entered",
    "find",
    "for_one_record",
    "guardians",
    "leads",
    "member_page",
    "members_of",
    "mine",
    "name_member",
    "open_space",
    "partner_of",
    "person_with_email",
    "register_space_kind",
    "stands_in",
]
