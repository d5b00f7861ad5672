"""A unique word in every field of a restricted record, looked for in every route as every role, in every mail, in every
log line, in every table outside the record's own space. Kinds of restricted record join in planting.PLANTERS."""

import io
import logging
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from tests.sweeps import world as worlds
from tests.sweeps.planting import PART_OF_IT, PLANTERS, WORD, Planted
from tests.sweeps.test_routes import ROUTES, address, browser
from throughline.foundation.access.models import User
from throughline.foundation.access.roles import Role
from throughline.foundation.restricted.registry import _kinds as space_kinds
from throughline.foundation.tenancy import scope

pytestmark = [pytest.mark.django_db, pytest.mark.sweep, pytest.mark.slow]
TEXTS = (models.CharField, models.TextField, models.JSONField)


def contents(answer: Any) -> Iterator[bytes]:
    """What an answer says: its body and headers, and what lies packed in a Word, Excel or zip file."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    yield body
    yield repr(dict(answer.headers)).encode()
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield packed.read(name)


def says_it(answer: Any) -> bool:
    return any(WORD.lower().encode() in part.lower() for part in contents(answer))


def places_of(word: str) -> Iterator[tuple[str, int | None, str]]:
    """(model and field, space of the row, value) wherever the word stands in the database. Runs unscoped."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table.endswith("_fts"):
            continue  # a full text table over IndexEntry, whose own texts are looked at
        fields = [field for field in model._meta.concrete_fields if isinstance(field, TEXTS)]
        spaced = any(field.name == "space" for field in model._meta.concrete_fields)
        for field in fields:
            rows = model._base_manager.all()
            names = [field.attname, *(["space_id"] if spaced else [])]
            for value, *space in rows.values_list(*names):
                if word.lower() in str(value).lower():
                    yield f"{model._meta.label}.{field.name}", space[0] if space else None, str(value)


def texts_of_people(planted: Planted) -> Iterator[str]:
    """Every free text field of every model that has rows in the record's space; histories aside."""
    for model in apps.get_models():
        label = model._meta.label
        if label in planted.not_text or "Historical" in label or label == "workflow.StateEntered":
            continue
        if not any(field.name == "space" for field in model._meta.concrete_fields):
            continue
        if not model._base_manager.filter(space_id=planted.space_id).exists():
            continue
        for field in model._meta.concrete_fields:
            free = isinstance(field, models.CharField | models.TextField) and not field.choices
            if free and f"{label}.{field.name}" not in planted.not_text:
                yield f"{label}.{field.name}"


def test_every_kind_of_restricted_space_is_planted() -> None:
    assert sorted(PLANTERS) == sorted(kind for kind in space_kinds if not kind.startswith("t."))


@pytest.mark.usefixtures("as_served")
@pytest.mark.parametrize("kind", sorted(PLANTERS))
def test_the_word_is_found_nowhere(
    kind: str, settings: Any, tmp_path: Any, caplog: Any, pytestconfig: pytest.Config
) -> None:
    # without migrations there is no full text table, so that nothing can be searched for
    asked = ({},) if pytestconfig.getoption("nomigrations") else ({}, {"q": PART_OF_IT, "words": PART_OF_IT})
    settings.MEDIA_ROOT = tmp_path
    world = worlds.build()
    caplog.set_level(logging.DEBUG)
    with world.scope("medway"):
        planted = PLANTERS[kind](world)
        world.people["medway", "planted-lead"] = planted.lead
    with scope.unscoped(reason="the test looks everywhere"):
        stands = list(places_of(WORD))
        missing = set(texts_of_people(planted)) - {name for name, *_ in stands}
    assert missing == set(), "a field in which the word was not planted"
    assert {(name, space) for name, space, _ in stands if space != planted.space_id} == set()
    seen = browser(world, "medway", "medway", "planted-lead")
    assert [page for page in planted.lead_pages if not says_it(seen.get(page))] == []
    leaks, names = [], {**world.names, **planted.names}
    readers = {"anonymous": Client(headers={"host": "medway.localhost"})}
    readers |= {role: browser(world, "medway", "medway", role) for role in Role}
    readers["kent"] = browser(world, "kent", "kent", Role.BUSINESS_UNIT)
    for path, _, _ in ROUTES:
        where = address(path, names)
        assert where is not None
        for who, client in readers.items():
            for more in asked if who in ("business_unit", "anonymous") else ({},):
                if says_it(client.get(where, more)):
                    leaks.append((path, who, more))
    assert leaks == []
    assert WORD.lower() not in caplog.text.lower()
    with scope.unscoped(reason="the test looks everywhere"):
        after = {(name, space) for name, space, _ in places_of(WORD) if space != planted.space_id}
    assert after == set()
    assert [path for path in tmp_path.rglob("*") if WORD.lower() in path.name.lower()] == []
    assert User.objects.filter(email__icontains=PART_OF_IT).count() == 0
