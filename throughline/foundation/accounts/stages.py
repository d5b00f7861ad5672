"""The step of a sign-in that asks for the second factor."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from throughline.foundation.access import second_factor


class SecondFactorStage(AuthenticateStage):
    """Left out when a step before it counted as one already."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if any(second_factor.counts(record) for record in get_authentication_records(request, self.login.user)):
            return False
        return bool(super()._should_handle(request))
