"""`./bench audits`: 24,000 schools with 70 answers each and evidence: the pages of a cycle, one school's page, fifty
people who answer at once, an overview report; and an assessment of the yardstick's size."""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from scripts.bench import journeys
from scripts.bench.machine import resident_memory
from scripts.server import ROOT, Site, environment, site
from scripts.test_databases import migrated_file

HEADING = "## Audits"
YARDSTICK = (
    "CISO Assistant, the best-known open-source assessment tool, is the yardstick for showing and summing: one"
    " assessment of 134 requirements takes 200 to 300 ms to show as a tree and 330 to 460 ms as a list, summing 100"
    " assessments 1.2 s, saving one answer 47 ms with one assessment and 169 ms with a hundred."
)
SCHOOLS, QUESTIONS, AT_ONCE = 24_000, 70, 50
PAUSE = 8.0  # seconds between two answers of one person; who reads the question and writes takes longer
MAKE = """
import json, secrets
from datetime import timedelta
from django.conf import settings
from scripts.bench.cookies import signed_in
from django.db import connection, transaction
from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.models import RoleAssignment, User
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.jobs.operations import count_rows
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.audits.models import (Answer, AssessmentCycle, Body, Evidence, EvidenceUse, Return,
    StandardGrade)
from throughline.office.audits.yaml_files import shipped
from throughline.office.audits.rules.question_sets import as_data, read

today, now = business_today(), real_now()
partnership = Partnership.objects.get(slug="medway")

def session(user):
    return signed_in(user, second_factor=True)

def cycle_of(title, asked):
    made = AssessmentCycle(space_id=space, title=f"{title} {mark}", kind="section_175", year="Bench", set_title="Bench",
        set_version=1, content=as_data(asked), opens_on=today, due=today + timedelta(days=30), state="open",
        run_by=partnership)
    made.save()
    return made

def fill(cycle, wanted, schools, urn, leads):
    bodies = Body.objects.bulk_create([Body(space_id=space, name=f"{cycle.title[:4]} school {n:05}", kind="school",
        urn=f"{urn + n}", trust=f"Trust {n % 900}") for n in range(schools)], batch_size=1000)
    returns = Return.objects.bulk_create([Return(space_id=space, cycle=cycle, body=b, name=b.name, kind="school",
        urn=b.urn, trust=b.trust, why="statutory", due=cycle.due, asked=len(wanted) + 10, answered=len(wanted),
        lead_email=leads[n].email if n < len(leads) else "bench@example.org",
        **({"state": "under_way"} if n < len(leads) else {"state": "submitted", "submitted_on": today}))
        for n, b in enumerate(bodies)], batch_size=1000)
    asked = ", ".join(["(%s, %s, %s)"] * len(wanted))
    at = connection.ops.adapt_datetimefield_value(now)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"WITH q(code, standard, place) AS (VALUES {asked}) INSERT INTO audits_answer (space_id, of_id,"
            " question, standard, grade, not_applicable, text, improvement, carried, number, by_id, at)"
            " SELECT r.space_id, r.id, q.code, q.standard, (r.id * 31 + q.place * 17) %% 3, %s,"
            " 'As the register shows.', '', 0, 1, %s, %s FROM audits_return r CROSS JOIN q WHERE r.cycle_id = %s",
            [*(part for n, (standard, code) in enumerate(wanted) for part in (code, standard, n)), False, unit.pk, at,
             cycle.pk])
        cursor.execute("INSERT INTO audits_standardgrade (space_id, of_id, cycle_id, standard, graded, total, lowest)"
            " SELECT a.space_id, a.of_id, %s, a.standard, count(*), sum(a.grade), min(a.grade) FROM audits_answer a"
            " JOIN audits_return r ON r.id = a.of_id WHERE r.cycle_id = %s GROUP BY a.space_id, a.of_id, a.standard",
            [cycle.pk, cycle.pk])
        cursor.execute("INSERT INTO audits_evidence (space_id, of_id, title, link, by_id, at) SELECT r.space_id, r.id,"
            " 'Policy', 'https://example.org/policy', %s, %s FROM audits_return r WHERE r.cycle_id = %s",
            [unit.pk, at, cycle.pk])
        cursor.execute("WITH q(code) AS (VALUES (%s), (%s), (%s)) INSERT INTO audits_evidenceuse (space_id,"
            " evidence_id, question) SELECT e.space_id, e.id, q.code FROM audits_evidence e JOIN audits_return r"
            " ON r.id = e.of_id CROSS JOIN q WHERE r.cycle_id = %s", [*(code for _, code in wanted[:3]), cycle.pk])
    return returns

with scope.activate(scope_of(partnership, now.date())) as tenant:
    space, mark = tenant.home_id, secrets.token_hex(4)
    unit = User.objects.create_user(email=f"{mark}unit@example.org", name="Unit")
    RoleAssignment(space_id=space, user=unit, role="business_unit").save()
    leads = [User.objects.create_user(email=f"{mark}lead{n}@example.org", name=f"Lead {n}") for n in range(AT_ONCE)]
    asked = shipped("section-175-157")
    wanted = [(s.code, q.code) for s in asked.standards for q in s.questions][:QUESTIONS]
    cycle = cycle_of("All", asked)
    mine = fill(cycle, wanted, SCHOOLS, 300000, leads)[:AT_ONCE]
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
    hundred_returns = fill(hundred, of_134, 100, 400000, leads[:1])
    thirty = cycle_of("Thirty", asked)
    fill(thirty, wanted, 30, 500000, [])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    count_rows(by=system_actor("command line"))  # as each night
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
    try:
        found = re.search(r"MADE (.+)", site.manage("shell", "-v0", "-c", script).stdout)
    except subprocess.CalledProcessError as error:
        raise RuntimeError(f"The site could not be asked: {error.stderr[-500:]}") from error
    if not found:
        raise RuntimeError("The site could not be asked.")
    return json.loads(found.group(1))


def measured(name: str, url: str, quick: bool) -> list[str]:
    """One database, on a site of its own. What fails is written down in its place and holds up nothing else."""
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder:

        def whole() -> list[str]:
            prepare(Path(folder), url)
            with site(url, Path(folder)) as running:
                if url:
                    os.environ["DATABASE_URL"] = url
                try:
                    return measure(running, quick)
                finally:
                    os.environ.pop("DATABASE_URL", None)

        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            return [f"### {name}", "", *whole()]
        except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
            return [f"### {name}", "", f"**Not measured.** {error}", ""]


def prepare(folder: Path, url: str) -> None:
    """Medway's part of the demonstration alone: the rest takes minutes, and nothing here looks at it."""
    if not url:
        shutil.copy(migrated_file(), folder / "throughline.sqlite3")
    here = {**environment(folder, url), "THROUGHLINE_MODE": "demonstration"}
    for command in (["migrate", "-v0"], ["load_partnership", "throughline/demonstration/medway-2023-24",
                                         "--demonstration"]):  # fmt: skip
        subprocess.run([sys.executable, "-W", "ignore", "manage.py", *command], cwd=ROOT, env=here, check=True,
                       capture_output=True)  # fmt: skip
    for mark in ("DEMONSTRATION", "demonstration-loaded"):  # as `start` leaves them
        (folder / mark).touch()


def tried(what: str, measurement: Callable[[], list[str]]) -> list[str]:
    """What was measured, told at once as well, so that it is not lost when the rest fails; or why it was not."""
    began = time.monotonic()
    try:
        lines = measurement()
    except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
        lines = [f"**Not measured: {what}.** {error}"]
    print("\n".join([*lines, f"({what}: {time.monotonic() - began:.0f} s)"]), file=sys.stderr, flush=True)
    return [*lines, ""]


def measure(running: Site, quick: bool) -> list[str]:
    """Pages, one request after another; the report; then fifty people who answer."""
    schools, seconds = (600, 1.0) if quick else (SCHOOLS, 4.0)
    began = time.monotonic()
    known = asks(running, f"SCHOOLS, QUESTIONS, AT_ONCE = {schools}, {QUESTIONS}, {AT_ONCE}\n{MAKE}")
    assert isinstance(known, dict)
    made = f"{schools:,} schools × {QUESTIONS} answers with evidence, made in {time.monotonic() - began:.0f} s"
    return [
        f"{made}; one reader after another, every page made anew.", "",
        *tried("pages", lambda: pages(running, known, schools, seconds)),
        *tried("the overview report", lambda: reports(running, known)),
        *tried("saving", lambda: saving(running, known, quick)),
        *tried("memory", lambda: memory(running)),
    ]  # fmt: skip


def memory(running: Site) -> list[str]:
    sizes = ", ".join(f"{what} {size} MB" for what, size in sorted(resident_memory(running.process).items()))
    return [f"Resident memory after all of this (largest process of a kind): {sizes}."]


def pages(running: Site, known: dict, schools: int, seconds: float) -> list[str]:
    lines = ["| page | p50 ms | p95 ms | promised |", "|---|---:|---:|---|"]
    base, small = f"/office/audits/{known['cycle']}", f"/office/audits/{known['hundred']}"
    one, long = f"/self-assessments/{known['returns'][0]}", f"/self-assessments/{known['hundred_return']}"
    lead = known["leads"][0]
    for label, path, key, promise in (
        (f"board of {schools:,}", f"{base}/", known["unit"], "p95 under 500"),
        (f"heat map by standard of {schools:,}", f"{base}/heat/", known["unit"], "p95 under 500"),
        ("one school’s page, 70 answers", f"{one}/", lead, "under 150"),
        ("one question", f"{one}/questions/{known['codes'][0]}/", lead, ""),
        ("an assessment of 134 questions, all of them by standard", f"{long}/", lead, "a tenth of 200 to 460"),
        ("the same as one form in which all 134 are answered", f"{long}/all/", lead, ""),
        ("summing 100 assessments of 134 (heat map)", f"{small}/heat/", known["unit"], "a tenth of 1,200"),
    ):  # fmt: skip
        p50, p95, wrong = paced(running, path, known, key, seconds)
        lines.append(f"| {label}{f' ({wrong} errors)' if wrong else ''} | {p50:.0f} | {p95:.0f} | {promise} |")
    return lines


def paced(site: Site, path: str, known: dict, key: str, seconds: float) -> tuple[float, float, int]:
    """One reader, one request after another, after two to warm: p50 and p95 in milliseconds, and how many went wrong.
    At least ten requests, and as many as fit into the time."""
    browser, took, wrong = journeys.Browser(site, {known["cookie"]: key}), [], 0
    for _ in range(2):
        browser.asks(path)
    until = time.monotonic() + seconds
    while len(took) < 10 or time.monotonic() < until:
        began = time.perf_counter()
        status, _, _ = browser.asks(path)
        took.append((time.perf_counter() - began) * 1000)
        wrong += status != 200
    ordered = sorted(took)
    return statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))], wrong


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
    atwork = [work(site, known, people, list(range(2 if quick else 6)), PAUSE, "work")]
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
