from throughline.foundation.access.navigation import entry
from throughline.foundation.notices.permissions import NoticesPermission

entry(
    "Mail", "notices:mail_log", area="office", order=80, permission=NoticesPermission.SEE_MAIL_LOG,
    says="Which messages were sent, and which were not and why.",
)  # fmt: skip
