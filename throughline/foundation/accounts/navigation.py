from django.conf import settings

from throughline.foundation.access.navigation import entry
from throughline.foundation.access.permissions import AccessPermission

entry("Your account", "accounts:me", area="account", order=10, permission=AccessPermission.SIGNED_IN)
entry(
    "People",
    "people:index",
    area="office",
    order=80,
    permission=AccessPermission.MANAGE_PEOPLE,
    says="Who has an account here and what they may do: invite, change, suspend, reset a second factor.",
)
if settings.DEMONSTRATION:
    entry("Sign in as…", "demonstration:sign_in", area="account", order=90)
