"""`./bench audits`: 24,000 schools with 70 answers each and evidence: the pages of a cycle, one school's page, fifty
people who answer at once, an overview report; and an assessment of the yardstick's size."""

import json
import re
import statistics
import threading
import time

from scripts.bench import journeys, load
from scripts.bench.machine import resident_memory
from scripts.server import Site

HEADING = "## Audits"
YARDSTICK = (
    "CISO Assistant, the best-known open-source assessment tool, is the yardstick for showing and summing: one"
    " assessment of 134 requirements takes 200 to 300 ms to show as a tree and 330 to 460 ms as a list, summing 100"
    " assessments 1.2 s, saving one answer 47 ms with one assessment and 169 ms with a hundred."
)
SCHOOLS, QUESTIONS, AT_ONCE = 24_000, 70, 50
PAUSE = 4.0  # seconds between two answers of one person, about the mean; a real one takes longer
MAKE = """
import json, random, secrets
from datetime import timedelta
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from throughline.foundation.access.models import RoleAssignment, User
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.audits.models import (Answer, AssessmentCycle, Body, Evidence, EvidenceUse, Return,
    StandardGrade)
from throughline.office.audits.yaml_files import shipped
from throughline.office.audits.rules.question_sets import as_data, read

chosen, today, now = random.Random(1), business_today(), real_now()
partnership = Partnership.objects.get(slug="medway")

def session(user):
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["host"] = "medway.localhost"
    store["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    store["account_authentication_methods_user"] = str(user.pk)
    store.create()
    return store.session_key

def cycle_of(title, asked):
    made = AssessmentCycle(space_id=space, title=f"{title} {mark}", kind="section_175", year="Bench", set_title="Bench",
        set_version=1, content=as_data(asked), opens_on=today, due=today + timedelta(days=30), state="open",
        run_by=partnership)
    made.save()
    return made

def fill(cycle, wanted, first, last, urn, leads):
    numbers = range(first, last)
    bodies = Body.objects.bulk_create([Body(space_id=space, name=f"{cycle.title[:4]} school {n:05}", kind="school",
        urn=f"{urn + n}", trust=f"Trust {n % 900}") for n in numbers], batch_size=1000)
    returns = Return.objects.bulk_create([Return(space_id=space, cycle=cycle, body=b, name=b.name, kind="school",
        urn=b.urn, trust=b.trust, why="statutory", due=cycle.due, asked=len(wanted) + 10, answered=len(wanted),
        lead_email=leads[n].email if n < len(leads) else "bench@example.org", state="under_way")
        for n, b in zip(numbers, bodies)], batch_size=1000)
    answers, sums = [], {}
    for row in returns:
        for standard, code in wanted:
            grade = chosen.randrange(3)
            answers.append(Answer(space_id=space, of_id=row.pk, question=code, standard=standard, grade=grade,
                text="As the register shows.", by_id=unit.pk, at=now))
            sums.setdefault((row.pk, standard), []).append(grade)
    Answer.objects.bulk_create(answers, batch_size=2000)
    StandardGrade.objects.bulk_create([StandardGrade(space_id=space, of_id=pk, cycle_id=cycle.pk, standard=code,
        graded=len(g), total=sum(g), lowest=min(g)) for (pk, code), g in sums.items()], batch_size=2000)
    kept = Evidence.objects.bulk_create([Evidence(space_id=space, of=row, title="Policy", by=unit, at=now,
        link="https://example.org/policy") for row in returns], batch_size=2000)
    EvidenceUse.objects.bulk_create([EvidenceUse(space_id=space, evidence=e, question=code) for e in kept
        for _, code in wanted[:3]], batch_size=2000)
    return returns

with scope.activate(scope_of(partnership, now.date())) as tenant:
    space, mark = tenant.home_id, secrets.token_hex(4)
    unit = User.objects.create_user(email=f"{mark}unit@example.org", name="Unit")
    RoleAssignment(space_id=space, user=unit, role="business_unit").save()
    leads = [User.objects.create_user(email=f"{mark}lead{n}@example.org", name=f"Lead {n}") for n in range(AT_ONCE)]
    asked = shipped("section-175-157")
    wanted = [(s.code, q.code) for s in asked.standards for q in s.questions][:QUESTIONS]
    cycle = cycle_of("All", asked)
    mine = []
    for first in range(0, SCHOOLS, 2000):
        made = fill(cycle, wanted, first, min(first + 2000, SCHOOLS), 300000, leads)
        mine += made[:AT_ONCE] if first == 0 else []
    data = as_data(asked)
    for standard in data["standards"]:
        standard["questions"] += [dict(q, code=f"{q['code']}-b") for q in standard["questions"]]
    extra = read(data)
    of_134 = [(s.code, q.code) for s in extra.standards for q in s.questions][:134]
    kept = {code for _, code in of_134}
    for standard in data["standards"]:
        standard["questions"] = [q for q in standard["questions"] if q["code"] in kept]
    data["standards"] = [s for s in data["standards"] if s["questions"]]
    hundred = cycle_of("Yardstick", read(data))
    hundred_returns = fill(hundred, of_134, 0, 100, 400000, leads[:1])
    thirty = cycle_of("Thirty", asked)
    fill(thirty, wanted, 0, 30, 500000, [])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print("MADE " + json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "unit": session(unit), "cycle": cycle.pk,
        "codes": [code for _, code in wanted], "returns": [row.pk for row in mine], "hundred": hundred.pk,
        "hundred_return": hundred_returns[0].pk, "thirty": thirty.pk, "leads": [session(lead) for lead in leads]}))
"""
SEEN = re.compile(r'name="seen" value="(\d+)"')
CHECK = """
from throughline.foundation.tenancy import scope
from throughline.office.audits.models import Answer
with scope.unscoped(reason="a measurement looks at what became of it"):
    found = set(Answer.objects.filter(text__startswith="Bench ").values_list("text", flat=True))
    import json
    print("MADE " + json.dumps(sorted(found)))
"""


def asks(site: Site, script: str) -> object:
    found = re.search(r"MADE (.+)", site.manage("shell", "-v0", "-c", script).stdout)
    if not found:
        raise RuntimeError("The site could not be asked.")
    return json.loads(found.group(1))


def measure(site: Site, name: str, quick: bool) -> list[str]:
    """Pages one after another, the median of three slices; the report; then fifty people who answer."""
    schools, seconds = (600, 1) if quick else (SCHOOLS, 2)
    began = time.monotonic()
    known = asks(site, f"SCHOOLS, QUESTIONS, AT_ONCE = {schools}, {QUESTIONS}, {AT_ONCE}\n{MAKE}")
    assert isinstance(known, dict)
    lines = [
        f"### {name}", "",
        f"{schools:,} schools × {QUESTIONS} answers with evidence, made in {time.monotonic() - began:.0f} s; one reader"
        " after another, every page made anew.", "",
        "| page | p50 ms | p95 ms | promised |", "|---|---:|---:|---|",
    ]  # fmt: skip
    base, small = f"/office/audits/{known['cycle']}", f"/office/audits/{known['hundred']}"
    one, long = f"/self-assessments/{known['returns'][0]}", f"/self-assessments/{known['hundred_return']}"
    lead = known["leads"][0]
    for label, path, key, promise in (
        (f"board of {schools:,}", f"{base}/", known["unit"], "p95 under 500"),
        (f"heat map by standard of {schools:,}", f"{base}/heat/", known["unit"], "p95 under 500"),
        ("one school’s page, 70 answers", f"{one}/", lead, "under 150"),
        ("one question", f"{one}/questions/{known['codes'][0]}/", lead, ""),
        ("an assessment of 134 questions, by standard", f"{long}/", lead, "a tenth of 200 to 300"),
        ("the same as one form of 134 questions", f"{long}/all/", lead, "a tenth of 330 to 460"),
        ("summing 100 assessments of 134 (heat map)", f"{small}/heat/", known["unit"], "a tenth of 1,200"),
    ):  # fmt: skip
        p50, p95, wrong = paced(site, path, f"{known['cookie']}={key}", seconds)
        lines.append(f"| {label}{f' ({wrong} errors)' if wrong else ''} | {p50:.0f} | {p95:.0f} | {promise} |")
    lines += ["", *reports(site, known), "", *saving(site, known, quick), ""]
    memory = ", ".join(f"{what} {size} MB" for what, size in sorted(resident_memory(site.process).items()))
    return [*lines, f"Resident memory after all of this (largest process of a kind): {memory}.", ""]


def paced(site: Site, path: str, cookie: str, seconds: int) -> tuple[float, float, int]:
    host = f"medway.localhost:{site.port}"
    load.on(site.address + path, 1, 1, host, cookie=cookie)  # warm
    runs = [load.on(site.address + path, 1, seconds, host, cookie=cookie) for _ in range(3)]
    p50, p95 = (statistics.median(getattr(run, name) for run in runs) for name in ("p50", "p95"))
    return p50, p95, sum(run.errors for run in runs)


def reports(site: Site, known: dict) -> list[str]:
    """The overview of thirty bodies in each form, once each: seconds to the last byte."""
    browser = journeys.Browser(site, {known["cookie"]: known["unit"]})
    times = []
    for name in ("overview/", "overview.docx", "overview.pdf", "overview.xlsx"):
        began = time.monotonic()
        status, _, _ = browser.asks(f"/office/audits/{known['thirty']}/{name}")
        if status != 200:
            raise RuntimeError(f"{name} was answered with {status}.")
        times.append(f"{name.strip('/')} {time.monotonic() - began:.2f} s")
    return [f"Overview report of 30 bodies × {QUESTIONS} answers: {', '.join(times)}. Promised: under 10 s."]


def saving(site: Site, known: dict, quick: bool) -> list[str]:
    """One alone; fifty at work, each reading and typing between two saves; fifty who press in the same moment."""
    people = list(zip(known["returns"], known["leads"], strict=True))
    alone = [work(site, known, people[:1], list(range(10 if quick else 40)), 0.0, "alone")]
    atwork = [work(site, known, people, list(range(3 if quick else 8)), PAUSE, "work")]
    burst = [work(site, known, people, [0], None, "burst")]
    last: dict[str, str] = {}
    for ((_, _, confirmed),) in (alone, atwork, burst):
        last |= confirmed  # the later one stands
    kept = set(asks(site, CHECK))  # type: ignore[call-overload]
    missing = sum(text not in kept for text in last.values())
    rows = ["| saving one answer | answers | p50 ms | p95 ms | slowest ms | errors |", "|---|---:|---:|---:|---:|---:|"]
    for label, ((took, errors, _),) in (
        ("one person, one after another", alone),
        (f"{len(people)} people at work, one answer each about every {PAUSE:.0f} s", atwork),
        (f"{len(people)} people press the button in the same moment", burst),
    ):
        ordered = sorted(took)
        p50, p95 = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
        rows.append(f"| {label} | {len(took)} | {p50:.0f} | {p95:.0f} | {ordered[-1]:.0f} | {errors} |")
    promised = "Promised: under 50 ms at 50 people at once without an error."
    return [*rows, "", f"{promised} Of {len(last)} answers that were confirmed, {missing} are missing afterwards."]


def work(
    site: Site, known: dict, people: list[tuple[int, str]], turns: list[int], pause: float | None, word: str
) -> tuple[list[float], int, dict[str, str]]:
    """(milliseconds of each save, errors, the words confirmed last for each question). `pause` None: all at once."""
    barrier, took, errors = threading.Barrier(len(people)), [], []
    kept: dict[str, str] = {}

    def one(place: int, return_id: int, key: str) -> None:
        browser = journeys.Browser(site, {known["cookie"]: key})
        barrier.wait()
        if pause:
            time.sleep(pause * place / len(people))
        for turn in turns:
            code = known["codes"][turn % len(known["codes"])]
            path = f"/self-assessments/{return_id}/questions/{code}/"
            _, _, page = browser.asks(path)
            seen = SEEN.search(page)
            text = f"Bench {word} {return_id} {code}"
            form = {"csrfmiddlewaretoken": journeys.token(page), "seen": seen[1] if seen else "0", "grade": "2",
                    "text": text}  # fmt: skip
            if pause is None:
                barrier.wait()
            elif pause:
                time.sleep(pause)
            begun = time.perf_counter()
            status, _, _ = browser.asks(path, form)
            took.append((time.perf_counter() - begun) * 1000)
            if status == 302:
                kept[f"{return_id} {code}"] = text
            else:
                errors.append(status)

    threads = [threading.Thread(target=one, args=(n, *pair)) for n, pair in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, len(errors) + len(people) * len(turns) - len(took), kept
