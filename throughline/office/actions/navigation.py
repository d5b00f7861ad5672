"""Actions in the menus."""

from throughline.foundation.access.navigation import entry
from throughline.office.actions.permissions import ActionsPermission

entry(
    "Actions",
    "actions:list",
    area="office",
    order=15,
    permission=ActionsPermission.SEE_ALL,
    says="See what was recommended, who does what by when, what is overdue, and whether it made a difference.",
)
entry("My actions", "actions:mine", area="account", order=25, permission=ActionsPermission.WORK)
