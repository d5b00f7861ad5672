"""One's own certificate, the public check, and the office's list."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import public, requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.accounts.limits import within_limit
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.documents.api import PdfUnavailable, pdf_available
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import SummaryRow
from throughline.office.training.forms.learning import CheckCode, ManagersAddress, WithReason
from throughline.office.training.models import Booking, Certificate
from throughline.office.training.operations.certificates import withdraw_certificate
from throughline.office.training.operations.following import ask_manager
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import crumbs
from throughline.office.training.presenters.certificates import certificates_table
from throughline.office.training.queries import certificates as queries
from throughline.office.training.queries.bookings import own_booking
from throughline.office.training.rules.learning import CHECKS, CHECKS_WITHIN, plain_code, shown_code

PAGE = 50


@requires(TrainingPermission.BOOK)
@require_safe
def own(request: Request, reference: str) -> HttpResponse:
    try:
        found = queries.own(reference, request.user.pk)
    except Certificate.DoesNotExist as error:
        raise Http404 from error
    context = {
        "title": found.title,
        "rows": [
            SummaryRow("Name", found.name),
            SummaryRow("Course", found.title),
            SummaryRow("Day", formats.day(found.day)),
            SummaryRow("Code", shown_code(found.code)),
        ],
        "valid": found.valid,
        "file_url": found.file.get_absolute_url() if found.file and found.valid else "",
        "without_pdf": "" if pdf_available() else str(PdfUnavailable()),
        "check_url": reverse("training:certificate_check", args=[found.code]),
    }
    return render(request, "training/certificate.html", context)


@public
@require_safe
@never_cache
def check_form(request: Request) -> HttpResponse:
    form = CheckCode(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = plain_code(form.cleaned_data["code"])
        if code:
            return redirect("training:certificate_check", code)
        form.add_error("code", "A code has 16 letters and digits, as on the certificate")
    return render(request, "training/certificate_form.html", {"form": form}, status=422 if form.errors else 200)


@public
@require_safe
@never_cache
def check(request: Request, code: str) -> HttpResponse:
    """TR-102: name, course, day, valid or withdrawn; nothing else. TR-104: so often."""
    if not within_limit(request, "certificate", most=CHECKS, seconds=CHECKS_WITHIN):
        return render(request, "training/certificate_wait.html", status=429)
    found = queries.with_code(plain_code(code))
    if found is None:
        return render(request, "training/certificate_unknown.html", status=404)
    rows = [
        SummaryRow("Name", found.name),
        SummaryRow("Course", found.title),
        SummaryRow("Day", formats.day(found.day)),
    ]
    return render(request, "training/certificate_check.html", {"valid": found.valid, "rows": rows})


@requires(TrainingPermission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def manager(request: Request, reference: str) -> HttpResponse:
    """Whoever answered the follow-up asks their line manager."""
    form = ManagersAddress(request.POST or None)
    try:
        booking = own_booking(reference, request.user.pk)
        if request.method == "POST" and form.is_valid():
            ask_manager(
                reference=reference, email=form.cleaned_data["email"], by=request.actor, today=business_today(),
                at=real_now(),
            )  # fmt: skip
            messages.success(request, "Your line manager is sent a link of their own.")
            return redirect("training:booking", reference)
    except Booking.DoesNotExist as error:
        raise Http404 from error
    except Refused as refused:
        form.add_error("email", str(refused))
    context = {"form": form, "title": booking.session.title, "back": reverse("training:booking", args=[reference])}
    return render(request, "training/manager.html", context, status=422 if form.errors else 200)


@requires(TrainingPermission.CERTIFY)
@require_safe
def office_list(request: Request) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:100]
    page = Paginator(queries.all_certificates(search), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "table": certificates_table(list(page.object_list)),
        "search": search,
        "query": f"{urlencode({'q': search})}&" if search else "",
    }
    return render(request, "training/office_certificates.html", context)


@requires(TrainingPermission.CERTIFY)
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: Request, certificate_id: int) -> HttpResponse:
    """One certificate, and withdrawing it."""
    try:
        found = queries.by_id(certificate_id)
    except Certificate.DoesNotExist as error:
        raise Http404 from error
    form = WithReason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_certificate(
            certificate_id=found.pk, reason=form.cleaned_data["reason"], by=request.actor, today=business_today()
        )
        messages.success(request, "The certificate is withdrawn; whoever checks it reads so.")
        return redirect("training:office_certificates")
    rows = [
        SummaryRow("Name", found.name),
        SummaryRow("Course", found.title),
        SummaryRow("Day", formats.day(found.day)),
        SummaryRow("Issued", formats.day(found.issued_on)),
        SummaryRow("Code", shown_code(found.code)),
    ]
    if found.withdrawn_on:
        rows.append(SummaryRow("Withdrawn", f"{formats.day(found.withdrawn_on)} by {found.withdrawn_by}"))
        rows.append(SummaryRow("Reason", found.withdraw_reason))
    context = {
        "form": form, "rows": rows, "valid": found.valid, "title": found.name,
        "crumbs": crumbs(("Certificates", reverse("training:office_certificates"))),
    }  # fmt: skip
    return render(request, "training/office_certificate.html", context, status=422 if form.errors else 200)
