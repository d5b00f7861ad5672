"""Who runs the library, who approves for the partnership, who confirms for an agency."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class LibraryPermission(Permission):
    MANAGE = "library.manage"
    APPROVE = "library.approve"
    CONFIRM = "library.confirm"


declare(
    LibraryPermission.MANAGE,
    says="Run the library: drafts out for comment, what agencies are asked to read, services, campaigns, broken links.",
    roles=[Role.BUSINESS_UNIT, Role.EDITOR],
)
declare(
    LibraryPermission.APPROVE,
    says="Approve a version of a document for the partnership.",
    roles=[Role.BUSINESS_UNIT, Role.ACCOUNTABLE_OFFICER],
)
declare(
    LibraryPermission.CONFIRM,
    says="Confirm for an agency one answers for that its staff have read and understood a document.",
    any_signed_in=True,
)
