"""Answering a survey by one's own link, page by page, each page kept as it is sent. Nobody needs an account."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.actors import ANONYMOUS
from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today
from throughline.foundation.surveys import operations, presenters, queries, registry, rules
from throughline.foundation.surveys.forms import answers_form
from throughline.foundation.surveys.models import Invitation, Survey
from throughline.foundation.surveys.operations import links
from throughline.foundation.surveys.registry import Sent
from throughline.foundation.surveys.words import link_words, mark_name
from throughline.foundation.ui.parts import SummaryRow
from throughline.foundation.ui.site import NavigationItem

MARKED = "This device has answered already. Thank you; each person answers once."


@public
@require_safe
@never_cache
def start(request: Request, token: str) -> HttpResponse:
    found = queries.invitation_with(token)
    if found is None:
        return _gone(request)
    if found.answered:
        return _done(request, found)
    refusal = _refusal(found)
    answers = queries.draft_of(found.pk)
    pages = presenters.pages(found)
    return render(
        request,
        "surveys/start.html",
        {
            "title": found.survey.title,
            "about": registry.about(found.survey.kind, found.subject),
            "introduction": found.survey.version.introduction,
            "lines": presenters.start_lines(found.survey, len(found.survey.version.asked)),
            "refusal": refusal,
            "begun": bool(answers),
            "next_url": reverse("surveys:page", args=[token, presenters.first_open_page(pages, answers)]),
        },
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: Request, token: str, number: int) -> HttpResponse:
    """One page of questions. Sent: kept, and on to the next. The only page of a survey sends the answers."""
    found = queries.invitation_with(token)
    pages = presenters.pages(found) if found else []
    if found is None or not 1 <= number <= len(pages):
        return _gone(request)
    if found.answered:
        return _done(request, found)
    form = answers_form(
        request.POST if request.method == "POST" else None, pages[number - 1], queries.draft_of(found.pk)
    )
    if request.method == "POST" and form.is_valid():
        try:
            if len(pages) == 1:
                return _send(request, token, form.answers())
            operations.keep_answers(token=token, answers=form.answers(), by=ANONYMOUS, today=business_today())
        except operations.LinkGone:
            return _gone(request)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            onwards = number == len(pages) or "back_to_check" in request.GET
            return redirect("surveys:check", token) if onwards else redirect("surveys:page", token, number + 1)
    return render(request, "surveys/page.html", _page_context(found, form, token, number, len(pages)),
                  status=422 if form.errors else 200)  # fmt: skip


def _page_context(found: Invitation, form: Any, token: str, number: int, pages: int) -> dict[str, Any]:
    previous = (
        reverse("surveys:page", args=[token, number - 1]) if number > 1 else reverse("surveys:start", args=[token])
    )
    return {
        "form": form,
        "title": found.survey.title,
        "back_url": previous,
        "place": f"Question {number} of {pages}" if pages > 1 else "",
        "several": len(form.questions) > 1,
        "button": "Send my answers" if pages == 1 else "Save and continue",
        "naming": presenters.naming_line(found.survey),
        "refusal": _refusal(found),
    }


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: Request, token: str) -> HttpResponse:
    """All answers on one page with a way to change each; sent from here."""
    found = queries.invitation_with(token)
    if found is None:
        return _gone(request)
    if found.answered:
        return _done(request, found)
    problem = ""
    if request.method == "POST":
        try:
            return _send(request, token, {})
        except operations.LinkGone:
            return _gone(request)
        except Refused as refused:
            problem = str(refused)
    answers = queries.draft_of(found.pk)
    pages = presenters.pages(found)
    rows = [
        SummaryRow(
            question.text,
            rules.answer_words(question, answers.get(question.key)),
            NavigationItem("Change", f"{reverse('surveys:page', args=[token, number])}?back_to_check=1"),
        )
        for number, questions in enumerate(pages, 1)
        for question in questions
    ]
    context = {
        "title": found.survey.title,
        "rows": rows,
        "problem": problem,
        "naming": presenters.naming_line(found.survey),
        "back_url": reverse("surveys:page", args=[token, len(pages)]),
    }
    return render(request, "surveys/check.html", context, status=422 if problem else 200)


def _send(request: Request, token: str, answers: rules.Answers) -> HttpResponse:
    sent = operations.send_answers(token=token, answers=answers, by=ANONYMOUS, today=business_today())
    if sent is not None:
        return redirect("surveys:start", token)
    return redirect("surveys:thanks")


def _done(request: Request, found: Invitation) -> HttpResponse:
    """A named survey that was answered: thanks, and what its owner offers next."""
    owner = registry.kind_of(found.survey.kind)
    day = found.response.day or found.asked_on  # a named response has its day; the database holds that
    sent = Sent(found.survey.kind, found.survey.about, found.subject, found.person_id, day)
    onwards = owner.onwards(sent) if owner.onwards else None
    return render(request, "surveys/thanks.html", {"title": found.survey.title, "onwards": onwards})


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def by_link(request: Request, link_token: str) -> HttpResponse:
    """A group's link: all questions on one page, for anybody who has it, once a device."""
    found = queries.link_with(link_token)
    if found is None:
        return _gone(request)
    survey = found.survey
    marked = mark_name(survey.pk) in request.COOKIES
    form = answers_form(request.POST if request.method == "POST" else None, survey.version.asked, {})
    if request.method == "POST" and not marked and form.is_valid():
        try:
            links.send_by_link(token=link_token, answers=form.answers(), by=ANONYMOUS, today=business_today())
        except operations.LinkGone:
            return _gone(request)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _marked(redirect("surveys:thanks"), survey)
    context = {
        "form": form,
        "title": survey.title,
        "introduction": survey.version.introduction,
        "naming": link_words(survey.threshold),
        "refusal": MARKED if marked else rules.open_refusal(
            opens_on=survey.opens_on, closes_on=survey.closes_on, today=business_today()
        ),
    }  # fmt: skip
    return render(request, "surveys/open.html", context, status=422 if form.errors else 200)


def _marked(answer: HttpResponse, survey: Survey) -> HttpResponse:
    """The device knows that it has answered, until the survey closes."""
    days = (survey.closes_on - business_today()).days + 1 if survey.closes_on else 365
    answer.set_cookie(
        mark_name(survey.pk), "yes", max_age=days * 24 * 60 * 60, path="/surveys/", httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


@public
@require_safe
def thanks(request: Request) -> HttpResponse:
    return render(request, "surveys/thanks.html", {"title": "", "onwards": None})


def _gone(request: Request) -> HttpResponse:
    return render(request, "surveys/gone.html", status=404)


def _refusal(found: Invitation) -> str:
    return rules.open_refusal(opens_on=found.survey.opens_on, closes_on=found.survey.closes_on, today=business_today())
