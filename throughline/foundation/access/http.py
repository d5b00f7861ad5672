"""The request as our views receive it, for annotations."""

from django.http import HttpRequest

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.tenancy.models import Partnership


class Request(HttpRequest):
    """Set by PartnershipMiddleware and GateMiddleware before any view of ours runs."""

    partnership: Partnership
    actor: Actor
    user: User
