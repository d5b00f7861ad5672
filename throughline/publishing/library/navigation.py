"""The library in the menus."""

from throughline.foundation.access.navigation import entry
from throughline.publishing.library.permissions import LibraryPermission

entry("Library", "library:list", area="public", order=50)
entry(
    "Library",
    "library_office:documents",
    area="office",
    order=92,
    permission=LibraryPermission.MANAGE,
    says="Documents and when they are due for review, drafts out for comment, services, campaigns, broken links.",
)
entry("Documents to confirm", "library_office:readings", area="account", order=30, permission=LibraryPermission.CONFIRM)
