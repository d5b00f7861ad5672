from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class WebsitePermission(Permission):
    EDIT_PAGES = "website.edit_pages"


declare(
    WebsitePermission.EDIT_PAGES,
    says="Write, change and publish the public pages of the partnership's own site, with their images and documents.",
    roles=[Role.EDITOR],
)
