"""The page that somebody wanted when a second factor had to be set up first; it is offered again afterwards."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

KEY = "wanted"


def remember(request: HttpRequest) -> None:
    """Keeps the address's `next` in the session, if it is on this host."""
    url = request.GET.get("next", "")
    if url and get_adapter().is_safe_url(url):
        request.session[KEY] = url


def wanted(request: HttpRequest) -> str:
    """The address, or empty."""
    url: str = request.session.get(KEY, "") if request.user.is_authenticated else ""
    return url
