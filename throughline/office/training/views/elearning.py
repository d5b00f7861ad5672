"""E-learning for whoever takes it: what there is, open it, and what the playing course records."""

import json

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, real_now
from throughline.office.training import presenters
from throughline.office.training.content_host import Pass, content_origin, sign
from throughline.office.training.models import Attempt, Package
from throughline.office.training.operations import elearning as operations
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import elearning as presenting
from throughline.office.training.queries import elearning as queries
from throughline.office.training.rules.programme import CourseStatus
from throughline.office.training.rules.scorm import (
    PROGRESS_WORDS,
    RECORDS,
    RECORDS_WITHIN,
    BadRecord,
    Progress,
)


@requires(TrainingPermission.BOOK)
@require_safe
def courses(request: Request) -> HttpResponse:
    cards = presenting.cards(queries.offered(), queries.my_attempts(request.user))
    return render(request, "training/elearning_list.html", {"cards": cards})


@requires(TrainingPermission.BOOK)
@require_safe
def course(request: Request, package_id: int) -> HttpResponse:
    package, attempt = _package(package_id), queries.my_attempts(request.user).get(package_id)
    context = {
        "title": package.course.title,
        "rows": presenting.course_rows(package, attempt),
        "parts": presenting.parts_of(package, attempt),
        "open_words": "Go on with the course" if attempt else "Start the course",
        "open_url": reverse("training:elearning_open", args=[package.pk]),
        "may_open": package.in_use
        and package.course.status == CourseStatus.OFFERED
        and bool(content_origin(request.scheme or "", request.get_host())),
        "crumbs": presenters.crumbs(("E-learning", reverse("training:elearning_list"))),
    }
    return render(request, "training/elearning.html", context)


@requires(TrainingPermission.BOOK)
@require_POST
def open_course(request: Request, package_id: int) -> HttpResponse:
    try:
        attempt = operations.open_package(package_id=package_id, by=request.actor, at=business_now())
    except (Package.DoesNotExist, Refused) as error:
        raise Http404 from error
    part = request.POST.get("part", "0")
    return redirect("training:elearning_play", attempt_id=attempt.pk, part=int(part) if part in PART_NUMBERS else 0)


PART_NUMBERS = {str(number) for number in range(60)}


@requires(TrainingPermission.BOOK)
@require_safe
def play(request: Request, attempt_id: int, part: int) -> HttpResponse:
    """The page around the course. The course itself is on the content host, in a sandbox."""
    attempt = _attempt(attempt_id, request)
    parts = attempt.package.manifest_parts
    origin = content_origin(request.scheme or "", request.get_host())
    if part >= len(parts) or not origin:
        raise Http404
    context = {
        "title": attempt.package.course.title,
        "part_title": f"Part {part + 1} of {len(parts)}: {parts[part].title}" if len(parts) > 1 else "",
        "frame_url": f"{origin}/{sign(Pass(attempt.pk, attempt.package_id, part))}/",
        "origin": origin,
        "record_url": reverse("training:elearning_record", args=[attempt.pk]),
        "back_url": reverse("training:elearning", args=[attempt.package_id]),
        "visit": attempt.visit,
        "part": part,
    }
    response = render(request, "training/elearning_play.html", context)
    response._csp_config = {**settings.SECURE_CSP, "frame-src": [origin]}  # type: ignore[attr-defined]
    return response


@requires(TrainingPermission.BOOK)
@require_POST
def record(request: Request, attempt_id: int) -> HttpResponse:
    """JSON in: {"visit": 1, "part": 0, "values": {element: text}}. Out: where the person is, or what was wrong: 400 no
    JSON, 409 opened in another window, 422 not SCORM, 429 too often.
    """
    attempt = _attempt(attempt_id, request)
    try:
        sent = json.loads(request.body)
        visit, part, values = int(sent["visit"]), int(sent["part"]), sent["values"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"error": "This is not what a course sends."}, status=400)
    if _too_often(attempt.pk, visit):
        return JsonResponse({"error": "Too often. It is saved again in a minute."}, status=429)
    try:
        found = operations.record_progress(
            attempt_id=attempt.pk, visit=visit, part=part, values=values, by=request.actor, at=business_now(),
            real_at=real_now(),
        )  # fmt: skip
    except operations.OpenedElsewhere as refused:
        return JsonResponse({"error": str(refused)}, status=409)
    except BadRecord as error:
        return JsonResponse({"error": str(error)}, status=422)
    progress = Progress(found.progress)
    return JsonResponse({"progress": progress.value, "words": PROGRESS_WORDS[progress]})


def _too_often(attempt_id: int, visit: int) -> bool:
    key = f"training.elearning:{attempt_id}:{visit}"
    cache.add(key, 0, RECORDS_WITHIN)
    try:
        return cache.incr(key) > RECORDS
    except ValueError:  # it ran out between the two
        return False


def _package(package_id: int) -> Package:
    try:
        return queries.package(package_id)
    except Package.DoesNotExist as error:
        raise Http404 from error


def _attempt(attempt_id: int, request: Request) -> Attempt:
    try:
        return queries.my_attempt(attempt_id, request.user)
    except Attempt.DoesNotExist as error:
        raise Http404 from error
