"""Audits in the menus."""

from throughline.foundation.access.navigation import entry
from throughline.office.audits.permissions import AuditsPermission

entry(
    "Audits",
    "audits:cycles",
    area="office",
    order=25,
    permission=AuditsPermission.SEE_ALL,
    says="Section 11 and section 175/157: ask agencies and schools, follow who is where, moderate, see it all.",
)
entry("My self-assessments", "audits:mine", area="account", order=30, permission=AuditsPermission.ANSWER)
