"""The health page, for whoever watches the site."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from throughline.foundation.access.gate import public
from throughline.foundation.clock import real_now
from throughline.foundation.jobs import api as jobs
from throughline.foundation.notices import api as notices

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
