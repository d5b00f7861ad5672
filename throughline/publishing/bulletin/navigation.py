"""The bulletin in the menus."""

from throughline.foundation.access.navigation import entry
from throughline.publishing.bulletin.permissions import BulletinPermission

entry("Bulletin", "bulletin:archive", area="public", order=45)
entry(
    "Bulletin",
    "bulletin:list",
    area="office",
    order=45,
    permission=BulletinPermission.READ,
    says="Put an issue together from what is there, have it checked and approved, send it, and look after its readers.",
)
