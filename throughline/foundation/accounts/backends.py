"""Who a session belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from throughline.foundation.access.models import User
from throughline.foundation.tenancy.prepared import Given, Prepared

_USER = Prepared(lambda: User.objects.filter(pk=Given("user")).order_by())


class PreparedAuthentication(AuthenticationBackend):
    """The sign-in library's; the person of every page is asked for in a prepared question."""

    def get_user(self, user_id: Any) -> User | None:
        found = _USER(user=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
