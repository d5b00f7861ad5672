"""`./bench reviews`: a merged timeline, the tracker and a golden thread of the sizes that are promised, each as a whole
page on the server, one reader at a time."""

import re
import statistics

from scripts.bench import load
from scripts.server import Site

HEADING = "## Reviews and the tracker"
YARDSTICK = (
    "Whole pages as the business unit gets them, with session, permission, look and template. `./bench reviews`"
    " measures this part alone."
)
TIMELINE, TRACKER, THREAD = (20, 500), 20_000, 1_000
PROMISED = {"timeline": 500, "tracker": 300, "thread": 500}  # ms

MAKE = """
import json
from datetime import date, timedelta
from django.conf import settings
from scripts.bench.cookies import signed_in
from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.roles import Role
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.restricted import api as restricted
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.actions.models import Action, Finding, Recommendation
from throughline.office.partnership.models import Organisation
from throughline.office.reviews.models import ChronologyEntry, Review
from throughline.office.reviews.operations import cases
from throughline.office.reviews.rules.words import Origin

day, now = date(2024, 2, 5), real_now()
with scope.activate(scope_of(Partnership.objects.get(slug="medway"), now.date())) as tenant:
    user = User.objects.get(email="business-unit@medway.example.org")
    unit = Actor(user=user, roles=frozenset({Role.BUSINESS_UNIT}), second_factor=True)
    given = cases.CaseInput(Origin.INCIDENT, "Bench", "Bench")
    case = cases.open_case(given=given, by=unit, at=business_now(), real_at=now)
    agencies = list(Organisation.objects.all()[:AGENCIES])
    with restricted.entered(unit, case.restricted_id, what="Bench", at=now) as inside:
        ChronologyEntry.objects.bulk_create([
            ChronologyEntry(space_id=inside.space_id, case=case, agency=agency, on=day - timedelta(days=(n * 7) % 2000),
                time="", child=f"Child {n % 3}", event=f"Event {n % 90}", theme=f"Theme {n % 5}",
                what=f"What was on record of it, number {n}, in a sentence of the usual length.")
            for agency in agencies for n in range(ENTRIES)], batch_size=1000)
    review = Review.objects.create(space_id=tenant.home_id, kind="learning lessons review", name="Bench", slug="bench",
        published="2024-01", published_from=date(2024, 1, 1))
    made = 1
    per = 10
    for f in range(THREAD // (per * (per + 1) + 1) + 1):
        finding = Finding.objects.create(space_id=tenant.home_id, source_kind="reviews.review", source_id=review.pk,
            text=f"Finding {f}")
        for r in range(per):
            row = Recommendation.objects.create(space_id=tenant.home_id, finding=finding, text=f"Do {f}.{r}",
                to_agency=agencies[0], state="accepted", answered_by=user, answered_for="x", answered_on=day)
            Action.objects.bulk_create([Action(space_id=tenant.home_id, title=f"Action {f}.{r}.{a}", recommendation=row,
                source_kind="reviews.review", source_id=review.pk, owner=user, due=day, first_due=day, raised_on=day)
                for a in range(per)])
    Action.objects.bulk_create([
        Action(space_id=tenant.home_id, title=f"Action {n}", owner=user, agency=agencies[n % 9], first_due=day,
            due=day + timedelta(days=n % 400 - 200), raised_on=day) for n in range(ACTIONS)], batch_size=1000)
    key = signed_in(user, second_factor=True)
made = [settings.SESSION_COOKIE_NAME, key, case.restricted_id, review.pk, len(agencies)]
print("MADE " + json.dumps(made))
"""


def measure(site: Site, quick: bool) -> list[str]:
    """p50 and p95 of each page, one at a time, median of three slices."""
    import json

    numbers = {"AGENCIES": TIMELINE[0], "ENTRIES": 20 if quick else TIMELINE[1], "THREAD": 50 if quick else THREAD,
               "ACTIONS": 200 if quick else TRACKER}  # fmt: skip
    script = MAKE
    for name, value in numbers.items():
        script = re.sub(rf"\b{name}\b", str(value), script)
    made = re.search(r"MADE (.+)", site.manage("shell", "-v0", "-c", script).stdout)
    if not made:
        raise RuntimeError("The records could not be made.")
    cookie, key, case, review, agencies = json.loads(made.group(1))
    pages = {
        "timeline": (
            f"{agencies} agencies × {numbers['ENTRIES']} entries, merged",
            f"/office/reviews/{case}/timeline/",
        ),
        "tracker": (f"tracker of {numbers['ACTIONS']:,} actions", "/office/actions/"),
        "thread": (f"golden thread of {numbers['THREAD']:,} records", f"/thread/reviews.review/{review}/"),
    }
    lines = ["| page | p50 ms | p95 ms | promised ms |", "|---|---:|---:|---:|"]
    for name, (says, path) in pages.items():
        host = f"medway.localhost:{site.port}"
        load.on(site.address + path, 1, 1, host, cookie=f"{cookie}={key}")  # warm
        runs = [load.on(site.address + path, 1, 1 if quick else 3, host, cookie=f"{cookie}={key}") for _ in range(3)]
        p50, p95 = (statistics.median(getattr(run, which) for run in runs) for which in ("p50", "p95"))
        wrong = sum(run.errors for run in runs)
        lines.append(f"| {says}{f' ({wrong} errors)' if wrong else ''} | {p50:.0f} | {p95:.0f} | {PROMISED[name]} |")
    return lines
