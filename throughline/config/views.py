"""The health page, for whoever watches the site, and whom to tell of a weakness."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from throughline.foundation.access.gate import public
from throughline.foundation.clock import real_now
from throughline.foundation.jobs import api as jobs
from throughline.foundation.notices import api as notices

STANDS_FOR = timedelta(days=90)  # a reader asks again after that
GREEN, AMBER, RED = "green", "amber", "red"


@public
def health(request: HttpRequest) -> JsonResponse:
    """Green; amber (200) when something is late: no worker lives, the schedule is overdue, mail is stuck; red (503)
    when the database does not answer. Colours alone: nothing that helps an attacker. The session is never touched."""
    now = real_now()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        state = jobs.state(now)
        stuck = notices.outbox_is_stuck(now)
    except DatabaseError:
        return _answer({"status": RED, "database": RED}, 503)
    parts = {
        "database": GREEN,
        "worker": GREEN if state.worker_lives else AMBER,
        "schedule": AMBER if state.overdue else GREEN,
        "mail": AMBER if stuck else GREEN,
    }
    return _answer({"status": AMBER if AMBER in parts.values() else GREEN, **parts}, 200)


def _answer(parts: dict[str, str], status: int) -> JsonResponse:
    return JsonResponse(parts, status=status, headers={"Cache-Control": "no-store"})


@public
def ceiling(request: HttpRequest) -> HttpResponse:
    """1 kB behind the whole middleware: what no page can be faster than. Exists while ./bench measures, only."""
    return HttpResponse(b"x" * 1024, content_type="text/plain")


@public
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to write about a weakness (RFC 9116). It does not exist while the settings name nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (real_now() + STANDS_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
    )
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")
