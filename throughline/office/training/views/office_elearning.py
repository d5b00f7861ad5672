"""The officer's side of e-learning: packages, who did them, completions from elsewhere."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import real_now
from throughline.foundation.documents.api import facts_of, with_facts
from throughline.foundation.sheets.api import answer, template_file
from throughline.foundation.ui.parts import SummaryRow
from throughline.foundation.ui.site import NavigationItem
from throughline.office.training import documents, presenters
from throughline.office.training.forms.elearning import NewPackage
from throughline.office.training.models import Package
from throughline.office.training.operations import elearning as operations
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import elearning as presenting
from throughline.office.training.queries import elearning as queries
from throughline.office.training.rules.programme import CourseStatus
from throughline.office.training.views.completions_sheet import COMPLETIONS

PAGE = 50


@requires(TrainingPermission.SEE_BOOKINGS)
@require_safe
def packages(request: Request) -> HttpResponse:
    table = presenting.packages_table(list(queries.packages()))
    context = {"table": table, "crumbs": presenters.crumbs(("Training", reverse("training:office_sessions")))}
    return render(request, "training/office_elearning.html", context)


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    form = NewPackage(request.POST or None, request.FILES or None, courses=queries.course_choices())
    if request.method == "POST" and form.is_valid():
        try:
            package = operations.add_package(
                course_id=int(form.cleaned_data["course"]), unpacked=form.cleaned_data["file"], by=request.actor,
                at=real_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            offered = package.course.status == CourseStatus.OFFERED
            then = "can be taken now" if offered else "can be taken once the course is offered"
            messages.success(request, f"{package.course.title} {then}.")
            return redirect("training:office_elearning_package", package_id=package.pk)
    context = {"form": form, "crumbs": _crumbs()}
    return render(request, "training/office_elearning_add.html", context, status=422 if form.errors else 200)


@requires(TrainingPermission.SEE_BOOKINGS)
@require_safe
def package(request: Request, package_id: int) -> HttpResponse:
    found = _package(package_id)
    page = Paginator(queries.attempts_on(package_id), PAGE).get_page(request.GET.get("page"))
    rows = [
        SummaryRow("Course", found.course.title),
        SummaryRow("Name in the package", found.title),
        SummaryRow("Kind", f"SCORM {found.version}"),
        SummaryRow("Parts", str(len(found.parts))),
        SummaryRow("State", _state(found)),
    ]
    context = {
        "title": found.course.title, "rows": rows, "file": facts_of(with_facts().get(pk=found.file_id)),
        "people": presenting.people_table(list(page)), "page": page, "package_id": found.pk, "in_use": found.in_use,
        "crumbs": _crumbs(),
    }  # fmt: skip
    return render(request, "training/office_elearning_package.html", context)


@requires(TrainingPermission.SEE_BOOKINGS)
@require_safe
def people_file(request: Request, package_id: int) -> HttpResponse:
    found = _package(package_id)
    return _csv(presenting.people_rows(queries.attempts_on(found.pk)), f"e-learning-{found.pk}.csv")


@requires(TrainingPermission.MANAGE)
@require_POST
def stop(request: Request, package_id: int) -> HttpResponse:
    try:
        operations.stop_package(package_id=package_id, by=request.actor)
    except Package.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, "Nobody can start this course any more. What was completed stays on record.")
    return redirect("training:office_elearning_package", package_id=package_id)


@requires(TrainingPermission.SEE_BOOKINGS)
@require_safe
def completions(request: Request) -> HttpResponse:
    page = Paginator(queries.completions(), PAGE).get_page(request.GET.get("page"))
    context = {"table": presenting.completions_table(list(page)), "page": page, "crumbs": _crumbs()}
    return render(request, "training/office_completions.html", context)


@requires(TrainingPermission.SEE_BOOKINGS)
@require_safe
def completions_file(request: Request) -> HttpResponse:
    return _csv(presenting.completion_rows(queries.completions().iterator()), "completions.csv")


@requires(TrainingPermission.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def import_completions(request: Request) -> HttpResponse:
    return answer(request, COMPLETIONS, at=real_now())


@requires(TrainingPermission.RECORD)
@require_safe
def completions_template(request: Request) -> HttpResponse:
    return template_file(COMPLETIONS, request.actor, "completions.xlsx")


def _csv(rows: list[list[str]], name: str) -> HttpResponse:
    return HttpResponse(
        documents.csv_file(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def _crumbs() -> list[NavigationItem]:
    return presenters.crumbs(
        ("Training", reverse("training:office_sessions")), ("E-learning", reverse("training:office_elearning"))
    )


def _state(package: Package) -> str:
    if not package.in_use:
        return "Not offered any more"
    return "Can be taken" if package.course.status == CourseStatus.OFFERED else "Its course is not offered"


def _package(package_id: int) -> Package:
    try:
        return queries.package(package_id)
    except Package.DoesNotExist as error:
        raise Http404 from error
