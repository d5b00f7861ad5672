"""Who writes the bulletin, who approves it, who sends it, who looks after its readers."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class BulletinPermission(Permission):
    READ = "bulletin.read"
    WRITE = "bulletin.write"
    APPROVE = "bulletin.approve"
    SEND = "bulletin.send"
    READERS = "bulletin.readers"
    TELL = "bulletin.tell"


declare(
    BulletinPermission.READ,
    says="See issues of the bulletin before they go out, with what the checks found.",
    roles=[Role.BUSINESS_UNIT, Role.EDITOR, Role.ACCOUNTABLE_OFFICER],
)
declare(
    BulletinPermission.WRITE,
    says="Write issues of the bulletin, answer suggestions, bring in back issues, and keep campaign kits.",
    roles=[Role.BUSINESS_UNIT, Role.EDITOR],
)
declare(
    BulletinPermission.APPROVE,
    says="Approve an issue or an urgent notice that somebody else wrote.",
    roles=[Role.BUSINESS_UNIT, Role.ACCOUNTABLE_OFFICER],
)
declare(
    BulletinPermission.SEND,
    says="Schedule an approved issue, send it, stop it, and see how it went.",
    roles=[Role.BUSINESS_UNIT],
)
declare(
    BulletinPermission.READERS,
    says="See who gets the bulletin, bring in a list, take out or wipe an address.",
    roles=[Role.BUSINESS_UNIT],
)
declare(
    BulletinPermission.TELL,
    says="Enter the key messages of a group in which one has a seat; of every group for who writes the bulletin.",
    any_signed_in=True,
)
