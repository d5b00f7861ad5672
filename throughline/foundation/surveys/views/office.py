"""The office: surveys with asked and answered, results with small groups hidden, questionnaires and their versions."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today
from throughline.foundation.documents.api import csv_file
from throughline.foundation.surveys import operations, presenters, queries, registry, writing
from throughline.foundation.surveys.forms import VersionForm
from throughline.foundation.surveys.models import Questionnaire, QuestionnaireVersion, Survey
from throughline.foundation.surveys.permissions import SurveyPermission
from throughline.foundation.ui.site import NavigationItem

PAGE = 25


def _seen(request: Request) -> list[str]:
    """The kinds of survey whose results this person may see."""
    return [kind.key for kind in registry.kinds() if request.actor.may(kind.sees)]


def _crumbs() -> list[NavigationItem]:
    return [NavigationItem("Surveys", reverse("surveys:list"))]


@requires(SurveyPermission.SEE)
@require_safe
def surveys(request: Request) -> HttpResponse:
    kinds = _seen(request)
    page = Paginator(queries.standings(kinds), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "table": presenters.surveys_table(list(page.object_list)),
        "questionnaires": [
            NavigationItem(found.title, reverse("surveys:questionnaire", args=[found.pk]))
            for found in queries.questionnaires(kinds)
        ],
    }
    return render(request, "surveys/office_list.html", context)


@requires(SurveyPermission.SEE)
@require_safe
def survey(request: Request, survey_id: int) -> HttpResponse:
    found = _survey(request, survey_id)
    today = business_today()
    results = queries.results(found, today)
    overview = registry.kind_of(found.kind).overview
    context = {
        "title": found.title,
        "rows": presenters.survey_rows(found, results),
        "wait": results.wait,
        "overview": reverse(overview) if overview else "",
        "questions": [] if overview else [presenters.shown(result) for result in results.questions],
        "threshold": found.threshold,
        "survey_id": found.pk,
        "open": found.is_open(today),
        "questionnaire_url": reverse("surveys:questionnaire", args=[found.version.questionnaire_id]),
        "version": found.version.number,
        "crumbs": _crumbs(),
    }
    return render(request, "surveys/office_survey.html", context)


@requires(SurveyPermission.SEE)
@require_safe
def results_file(request: Request, survey_id: int) -> HttpResponse:
    found = _survey(request, survey_id)
    if registry.kind_of(found.kind).overview:
        raise Http404
    rows = presenters.results_rows(queries.results(found, business_today()))
    return HttpResponse(
        csv_file(rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="survey-{found.pk}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


@requires(SurveyPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, survey_id: int) -> HttpResponse:
    found = _survey(request, survey_id)
    if request.method == "POST":
        try:
            operations.close_survey(survey_id=found.pk, by=request.actor, today=business_today())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"‘{found.title}’ takes no more answers.")
        return redirect("surveys:survey", found.pk)
    return render(request, "surveys/office_close.html", {"title": found.title, "survey_id": found.pk})


@requires(SurveyPermission.SEE)
@require_safe
def questionnaire(request: Request, questionnaire_id: int) -> HttpResponse:
    found = _questionnaire(request, questionnaire_id)
    versions = list(found.versions.all())
    published = next((version for version in versions if version.published_on), None)
    draft = next((version for version in versions if not version.published_on), None)
    context = {
        "title": found.title,
        "versions": presenters.versions_table(found),
        "published": published.number if published else None,
        "published_rows": presenters.questions_rows(published.asked) if published else [],
        "draft": draft.number if draft else None,
        "draft_id": draft.pk if draft else None,
        "draft_rows": presenters.questions_rows(draft.asked) if draft else [],
        "questionnaire_id": found.pk,
        "crumbs": _crumbs(),
    }
    return render(request, "surveys/office_questionnaire.html", context)


@requires(SurveyPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, questionnaire_id: int) -> HttpResponse:
    """The next version as a draft. Wrong text stays in the form, with the question's number in the error."""
    found = _questionnaire(request, questionnaire_id)
    latest = found.versions.all()[:1]
    initial = {}
    for version in latest:
        initial = {
            "introduction": version.introduction,
            "questions": writing.write(version.asked),
            "one_a_page": version.one_a_page,
        }
    form = VersionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            operations.write_version(
                questionnaire_id=found.pk, introduction=data["introduction"], questions=data["questions"],
                one_a_page=data["one_a_page"], by=request.actor,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The draft is saved. Publish it when it is right.")
            return redirect("surveys:questionnaire", found.pk)
    context = {"form": form, "title": found.title, "questionnaire_id": found.pk}
    return render(request, "surveys/office_write.html", context, status=422 if form.errors else 200)


@requires(SurveyPermission.MANAGE)
@require_POST
def publish(request: Request, version_id: int) -> HttpResponse:
    version = QuestionnaireVersion.objects.select_related("questionnaire").filter(pk=version_id).first()
    if version is None or version.questionnaire.kind not in _seen(request):
        raise Http404
    operations.publish_version(version_id=version.pk, by=request.actor, today=business_today())
    messages.success(request, f"Version {version.number} is published. New surveys ask it; it never changes.")
    return redirect("surveys:questionnaire", version.questionnaire_id)


def _survey(request: Request, survey_id: int) -> Survey:
    try:
        found = queries.survey(survey_id)
    except Survey.DoesNotExist as error:
        raise Http404 from error
    if found.kind not in _seen(request):
        raise Http404
    return found


def _questionnaire(request: Request, questionnaire_id: int) -> Questionnaire:
    try:
        found = queries.questionnaire(questionnaire_id)
    except Questionnaire.DoesNotExist as error:
        raise Http404 from error
    if found.kind not in _seen(request):
        raise Http404
    return found
