"""Old addresses: where the site leads on whoever comes by one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.website import operations, queries
from throughline.publishing.website.forms import AddressForm
from throughline.publishing.website.permissions import WebsitePermission

EDIT = WebsitePermission.EDIT_PAGES


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: Request) -> HttpResponse:
    form = AddressForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = operations.lead_on(path=form.cleaned_data["path"], to=form.cleaned_data["to"], by=request.actor)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"{made.path} leads to {made.to} from now on.")
                return redirect("website:addresses")
    context = {
        "form": form,
        "rows": queries.old_addresses(),
        "breadcrumbs": [NavigationItem("Office", "/office/")],
    }
    return render(request, "website/addresses.html", context, status=status)


@requires(EDIT)
@require_POST
def forget(request: Request) -> HttpResponse:
    path = request.POST.get("path", "")
    if operations.forget_address(path=path, by=request.actor):
        messages.success(request, f"{path} leads nowhere any more.")
    return redirect("website:addresses")
