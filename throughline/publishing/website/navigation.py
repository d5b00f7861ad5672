"""The public site in the menus."""

from throughline.foundation.access.navigation import entry
from throughline.foundation.access.permissions import AccessPermission
from throughline.publishing.website.permissions import WebsitePermission

entry("About the partnership", "website:partnership", area="public", order=10)
entry("Priorities", "website:priorities", area="public", order=20)
entry("Learning", "website:learning", area="public", order=40)
entry("Start", "website:office", area="office", order=0, permission=AccessPermission.SIGNED_IN)
entry(
    "Public pages",
    "wagtailadmin_home",
    area="office",
    order=90,
    permission=WebsitePermission.EDIT_PAGES,
    says="Write, change and publish the pages of the public site, with their images and documents.",
)
entry(
    "Old addresses",
    "website:addresses",
    area="office",
    order=91,
    permission=WebsitePermission.EDIT_PAGES,
    says="Lead on who comes by an address that is not there any more, or by a short one.",
)
entry("Your start page", "website:office", area="account", order=5, permission=AccessPermission.SIGNED_IN)
