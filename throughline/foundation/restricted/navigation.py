"""Restricted spaces in the menu of one's own things."""

from throughline.foundation.access.navigation import entry
from throughline.foundation.restricted.permissions import RestrictedPermission

entry("Restricted", "restricted:index", area="account", order=30, permission=RestrictedPermission.ENTER)
