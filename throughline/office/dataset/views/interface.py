"""The interface for agencies' programs (api_document.py): a key instead of a session, JSON in and out.

A key holds on its partnership's own host. It has no cookie, so no other site can make a browser use it.
"""

import base64
import functools
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.jobs.api import enqueue
from throughline.foundation.names import key_of
from throughline.office.dataset import interface
from throughline.office.dataset.api_document import DOCUMENT, ERRORS
from throughline.office.dataset.interface import Problem
from throughline.office.dataset.models import ApiKey, Return
from throughline.office.dataset.operations import returning
from throughline.office.dataset.operations.keys import digest_of
from throughline.office.dataset.presenters.returns import lines_of
from throughline.office.dataset.queries import returns as queries
from throughline.office.dataset.views import limits

NOTED_EVERY = timedelta(minutes=10)  # when a key was used is written down no more often
LONGEST_KEY = 200


def error(status: int, message: str = "", problems: Sequence[Problem] = (), *, wait: int = 0) -> HttpResponse:
    said = [{"at": each.at, "says": each.says} for each in problems]
    found = JsonResponse({"message": message or ERRORS[status], "problems": said}, status=status)
    if status == 401:
        found["WWW-Authenticate"] = 'Bearer, Basic realm="The key is the password", charset="UTF-8"'
    if wait:
        found["Retry-After"] = str(wait)
    return found


def keyed(use: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Only with a key of that use, and no more often than each key may ask. 404 for a return that is not its
    agency's."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def ask(request: Request, **path: Any) -> HttpResponse:
            now = real_now()
            key = queries.key_of(digest_of(secret), now.date()) if (secret := _secret(request)) else None
            if key is None or key.use != use:
                return error(401)
            wait = limits.seconds_to_wait(f"dataset-key:{key.digest[:20]}", now)
            if wait:
                return error(429, wait=wait)
            if key.last_used_at is None or now - key.last_used_at > NOTED_EVERY:
                enqueue("dataset.note_key_use", key_id=key.pk)
            try:
                found = view(request, key=key, **path)
            except Return.DoesNotExist:
                found = error(404)
            found["Cache-Control"] = "no-store"
            return found

        return public(csrf_exempt(ask))

    return guard


def _secret(request: Request) -> str:
    """The key as a bearer, or as the password of any name: what Excel and Power BI keep among their credentials. ''
    where there is none."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given.strip(), validate=True).decode().partition(":")[2]
        except ValueError:
            return ""
    elif scheme.lower() != "bearer":
        return ""
    given = given.strip()
    return given if len(given) <= LONGEST_KEY else ""


giving = keyed(ApiKey.Use.RETURN)


def _actor(key: ApiKey) -> Actor:
    """The key's own account; what it may is asked of the key."""
    return Actor(user=key.account)


def _summary(row: Return) -> dict[str, Any]:
    return {
        "id": row.pk, "year": row.round.year, "quarter": row.round.quarter, "due": row.round.due.isoformat(),
        "state": row.state,
    }  # fmt: skip


def _whole(key: ApiKey, return_id: int) -> HttpResponse:
    row = queries.one(queries.returner_of_key(key), return_id)
    broken = queries.broken_by(row)
    explained = queries.explained(row, broken)
    lines = [
        {
            "line": line.key, "indicator": line.name, "unit": line.unit, "period": line.period,
            "standing": line.standing, "number": _number(line.number), "note": line.note,
        }
        for line in row.lines.all()
    ]  # fmt: skip
    found = [
        {"code": each.code, "says": each.says, "mark": each.mark, "explained": each.mark in explained}
        for each in broken
    ]
    return JsonResponse({**_summary(row), "revision": row.revision, "lines": lines, "broken": found})


def _number(number: Any) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


@public
@require_safe
def document(request: Request) -> HttpResponse:
    return JsonResponse(DOCUMENT)


@giving
@require_safe
def returns(request: Request, *, key: ApiKey) -> HttpResponse:
    rows = queries.returns_of(queries.returner_of_key(key))
    return JsonResponse({"returns": [_summary(row) for row in rows]})


@giving
@require_safe
def one(request: Request, agency_return_id: int, *, key: ApiKey) -> HttpResponse:
    return _whole(key, agency_return_id)


@giving
@require_http_methods(["PUT"])
def values(request: Request, agency_return_id: int, *, key: ApiKey) -> HttpResponse:
    row = queries.one(queries.returner_of_key(key), agency_return_id)
    try:
        sent = interface.parsed(request.body)
    except RequestDataTooBig:
        return error(413)
    except interface.NotOfThisForm as wrong:
        return error(400, str(wrong))
    lines = {key_of(line.key): line for line in lines_of(row)}
    answers, problems = interface.answers(sent.values, lines)
    if problems:
        return error(422, problems=problems)
    try:
        returning.save_values(
            return_id=row.pk, answers=answers, revision=sent.revision, key=key, by=_actor(key), at=business_now()
        )
    except Refused as refused:
        return error(409, str(refused))
    return _whole(key, row.pk)


@giving
@require_http_methods(["PUT"])
def explanations(request: Request, agency_return_id: int, *, key: ApiKey) -> HttpResponse:
    row = queries.one(queries.returner_of_key(key), agency_return_id)
    try:
        said = interface.explanations(request.body)
        returning.explain(
            return_id=row.pk, texts={each.mark: each.text for each in said}, key=key, by=_actor(key), at=business_now()
        )
    except RequestDataTooBig:
        return error(413)
    except interface.NotOfThisForm as wrong:
        return error(400, str(wrong))
    except Refused as refused:
        return error(409, str(refused))
    return _whole(key, row.pk)


@giving
@require_http_methods(["POST"])
def submit(request: Request, agency_return_id: int, *, key: ApiKey) -> HttpResponse:
    try:
        returning.move(
            return_id=agency_return_id, transition="submit", key=key, by=_actor(key), at=business_now(),
            real_at=real_now(),
        )  # fmt: skip
    except Refused as refused:
        return error(409, str(refused))
    return _whole(key, agency_return_id)
