"""Who says by hand what led to what. Everyone follows a thread as far as they may see its records."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class LinksPermission(Permission):
    LINK = "links.link"


declare(
    LinksPermission.LINK,
    says="Say which record led to which, where no record states it itself.",
    roles=[Role.BUSINESS_UNIT],
)
