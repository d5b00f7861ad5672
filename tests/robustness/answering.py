"""What a process of the test beside this file does: `python -m tests.robustness.answering PART WHO TIMES GATE`. It goes
through the same operations as a page, without a browser."""

import copy
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

AT = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)
ASKED = {
    "format": "throughline-question-set/1", "key": "small", "kind": "own", "title": "Small", "scale": "grade-0-3",
    "standards": [{"code": "1", "title": "One", "questions": [{"code": "1.1", "text": "Is it so?"}]}],
}  # fmt: skip


@contextmanager
def inside() -> Iterator[Any]:
    from throughline.foundation.tenancy import scope
    from throughline.foundation.tenancy.models import Partnership
    from throughline.foundation.tenancy.queries import scope_of

    with scope.activate(scope_of(Partnership.objects.get(slug="medway"), AT.date())) as tenant:
        yield tenant


def person(name: str) -> Any:
    from throughline.foundation.access.actors import Actor
    from throughline.foundation.access.models import User
    from throughline.foundation.access.roles import Role

    user, _ = User.objects.get_or_create(email=f"{name}@example.org", defaults={"name": name})
    return Actor(user, frozenset({Role.BUSINESS_UNIT if name == "unit" else Role.PRACTITIONER}), second_factor=True)


def prepare() -> int:
    """A partnership with one open cycle and one return that two people answer. Its number."""
    from throughline.foundation.tenancy.operations import make_partnership
    from throughline.office.audits.models import Return
    from throughline.office.audits.operations import cycles, helping, sets
    from throughline.office.audits.rules.question_sets import read

    make_partnership(
        slug="medway", name="Medway", short_name="MSCP", area="Medway", nation="England", report_year_starts="04-01",
        website="", demonstration=False,
    )  # fmt: skip
    with inside():
        unit, ada = person("unit"), person("ada")
        draft = sets.take_question_set(given=read(copy.deepcopy(ASKED)), by=unit, at=AT)
        version = sets.publish_version(version_id=draft.pk, by=unit, at=AT)
        given = cycles.CycleInput("Race", version.pk, "2023-24", AT.date(), date(2024, 3, 1))
        cycle = cycles.make_cycle(given=given, by=unit, at=AT)
        body = cycles.BodyInput("A school", "school", email="ada@example.org", urn="100001")
        cycles.ask_bodies(cycle_id=cycle.pk, bodies=[body], by=unit, at=AT, real_at=AT)
        cycles.launch(cycle_id=cycle.pk, by=unit, at=AT, real_at=AT)
        row = Return.objects.get()
        helping.invite(return_id=row.pk, email="ben@example.org", standards=[], signs=False, by=ada, at=AT, real_at=AT)
        return row.pk


def save(who: str, times: int, gate: Path) -> Iterator[tuple[str, bool]]:
    """Waits for the gate, in which the return's number stands; then so often: looks, and saves what was typed. Gives
    the words, and whether they were kept; where not, the page would show both texts."""
    from throughline.office.audits.models import Answer
    from throughline.office.audits.operations import answering

    while not (gate.exists() and gate.read_text()):
        time.sleep(0.005)
    return_id = int(gate.read_text())
    with inside():
        by = person(who)
        for number in range(times):
            current = Answer.objects.filter(of_id=return_id).first()
            words = f"{who} {number}"
            given = answering.AnswerInput(current.number if current else 0, 2, text=words)
            try:
                answering.save_answer(return_id=return_id, question="1.1", given=given, by=by, at=AT)
            except answering.Conflict:
                yield words, False
            else:
                yield words, True


def survives_a_power_cut() -> bool:
    """Whether this process's database has a confirmed answer on the disk, not in memory alone."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            return bool(cursor.fetchone()[0] == "on")
        cursor.execute("PRAGMA synchronous")
        return bool(cursor.fetchone()[0] >= 2)


def say(found: Any) -> None:
    sys.stdout.write(f"{json.dumps(found)}\n")
    sys.stdout.flush()


def main(part: str, *given: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.config.settings")
    django.setup()
    who, times, gate = given
    say(prepare() if part == "prepare" else ["ready", survives_a_power_cut()])
    for words, kept in save(who, int(times), Path(gate)):
        say([words, kept])


if __name__ == "__main__":
    main(*sys.argv[1:])
