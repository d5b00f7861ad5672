"""Who is in date by agency, with 10,000 people: the office's page as it is answered, one reader after another."""

import json
import re
import statistics

from scripts.bench import load
from scripts.server import Site

PATH = "/office/training/in-date/"
MAKE = """
import json, random, secrets
from datetime import timedelta
from django.conf import settings
from scripts.bench.cookies import signed_in
from throughline.foundation.access.models import RoleAssignment, User
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.partnership import api as partnership_api
from throughline.office.training.models import (Course, LearningRecord, LearningRole, Requirement, RequirementCourse,
    RoleHeld)
from throughline.office.training.requirements import SHIPPED

chosen, today = random.Random(1), business_today()
partnership = Partnership.objects.get(slug="medway")
with scope.activate(scope_of(partnership, real_now().date())) as tenant:
    space = tenant.home_id
    agencies = [agency.id for agency in partnership_api.agencies()]
    courses = [Course.objects.get_or_create(space_id=space, title=f"Bench course {n}", mode="in person")[0]
               for n in range(8)]
    roles = {given.role: LearningRole.objects.get_or_create(space_id=space, name=given.role)[0] for given in SHIPPED}
    for n, given in enumerate(SHIPPED):
        requirement, _ = Requirement.objects.get_or_create(space_id=space, role=roles[given.role], what=given.what,
            starts=given.starts, defaults={"months": given.months, "hours": given.hours, "source": given.source})
        for course in (courses[n % 8], courses[(n + 1) % 8]):
            RequirementCourse.objects.get_or_create(space_id=space, requirement=requirement, course=course)
    mark = secrets.token_hex(4)
    User.objects.bulk_create([User(email=f"{mark}{n}@example.org", name=f"Person {n}", password="!")
        for n in range(PEOPLE)], batch_size=1000)
    people = list(User.objects.filter(email__startswith=mark).values_list("pk", flat=True))
    names = list(roles.values())
    RoleHeld.objects.bulk_create([
        RoleHeld(space_id=space, person_id=person, role=chosen.choice(names), organisation_id=chosen.choice(agencies),
            since=today - timedelta(days=900))
        for person in people], batch_size=1000)
    LearningRecord.objects.bulk_create([
        LearningRecord(space_id=space, person_id=person, course=chosen.choice(courses), title="Bench", by="attended",
            source_key=f"{mark}-{person}-{n}", day=today - timedelta(days=chosen.randrange(1500)),
            hours=chosen.choice([2, 4, 6]))
        for person in people for n in range(3)], batch_size=1000)
    officer = User.objects.create_user(email=f"{mark}officer@example.org", name="Officer")
    RoleAssignment(space_id=space, user=officer, role="training_officer").save()
    key = signed_in(officer, second_factor=True)
print("MADE " + json.dumps([settings.SESSION_COOKIE_NAME, key]))
"""


def prepare(site: Site, people: int) -> str:
    """The cookie of a training officer. So many people in six roles at the agencies, three records of learning each."""
    made = re.search(r"MADE (.+)", site.manage("shell", "-v0", "-c", MAKE.replace("PEOPLE", str(people))).stdout)
    if not made:
        raise RuntimeError("The people could not be made.")
    name, key = json.loads(made.group(1))
    return f"{name}={key}"


def measure(site: Site, cookie: str, people: int, seconds: int) -> list[str]:
    """p50 and p95 of the whole page, one at a time, median of three slices."""
    host, address = f"medway.localhost:{site.port}", site.address + PATH
    load.on(address, 1, 1, host, cookie=cookie)  # warm
    runs = [load.on(address, 1, seconds, host, cookie=cookie) for _ in range(3)]
    p50, p95 = (statistics.median(getattr(run, name) for run in runs) for name in ("p50", "p95"))
    wrong = sum(run.errors for run in runs)
    errors = f", {wrong} errors" if wrong else ""
    return [f"`{PATH}` with {people:,} people: p50 {p50:.0f} ms, p95 {p95:.0f} ms{errors}."]
