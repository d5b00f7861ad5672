"""ACCOUNT_ADAPTER: every mail of the sign-in library goes through the outbox, none in the request."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current

from throughline.foundation.access.actors import ANONYMOUS
from throughline.foundation.clock import real_now
from throughline.foundation.notices.notices import BY_TEMPLATE, AccountChanged
from throughline.foundation.notices.operations import put_account_mail


class AccountAdapter(DefaultAccountAdapter):
    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        request = current.request
        whole = {
            "request": request,
            "email": email,
            "partnership": request.partnership,
            "sign_in_minutes": max(1, app_settings.LOGIN_BY_CODE_TIMEOUT // 60),
            "verification_minutes": max(1, app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT // 60),
            **context,
        }
        written = self.render_mail(template_prefix, email, whole)
        kind = BY_TEMPLATE.get(template_prefix, AccountChanged)
        notice = kind(written_subject=str(written.subject), written_text=str(written.body))
        put_account_mail(by=getattr(request, "actor", ANONYMOUS), at=real_now(), notice=notice, to=email)
