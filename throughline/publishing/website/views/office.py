"""Where a signed-in person starts."""

from django.http import HttpResponse
from django.shortcuts import render

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.permissions import AccessPermission
from throughline.publishing.website import start


@requires(AccessPermission.SIGNED_IN)
def office(request: Request) -> HttpResponse:
    return render(request, "website/office.html", {"start": start.start_of(request.actor)})
