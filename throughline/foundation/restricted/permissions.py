"""Roles open no restricted space; they say who may try the door, break the glass, and watch over both."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class RestrictedPermission(Permission):
    ENTER = "restricted.enter"
    BREAK_GLASS = "restricted.break_glass"
    OVERSEE = "restricted.oversee"


declare(
    RestrictedPermission.ENTER,
    says="Enter a restricted space of which one is a named member, with a second factor.",
    any_signed_in=True,
    second_factor=True,
)
declare(
    RestrictedPermission.BREAK_GLASS,
    says="In an emergency, read a restricted space for four hours with a reason; lead and data guardian are told.",
    roles=[Role.BUSINESS_UNIT, Role.ACCOUNTABLE_OFFICER, Role.DATA_GUARDIAN],
)
declare(
    RestrictedPermission.OVERSEE,
    says="See of every restricted space who its members are, who looked and who broke the glass, but nothing in it.",
    roles=[Role.DATA_GUARDIAN],
)
