from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class NoticesPermission(Permission):
    SEE_MAIL_LOG = "notices.see_mail_log"


declare(
    NoticesPermission.SEE_MAIL_LOG,
    says="See which e-mails were sent to whom, and which were not and why; never what they say.",
    roles=[Role.ADMINISTRATOR, Role.BUSINESS_UNIT],
)
