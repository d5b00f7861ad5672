"""Every model × scope: which rows belong to a space, and that none of them can be reached without one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import ScopedModel

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

# Ours, but of the whole installation. Each with its reason.
NOT_SCOPED = {
    "tenancy.Partnership": "is the tenant; that it exists is public",
    "tenancy.PartnershipHost": "decides the tenant before there is a scope",
    "tenancy.Space": "is what a scope is made of",
    "tenancy.SpacePartnership": "is what a scope is made of",
    "access.User": "an account serves every partnership; its roles are scoped",
    "jobs.ScheduledRun": "the schedule is the installation's; no row says anything about a partnership",
    "jobs.Worker": "a worker serves every partnership",
    "statistics.Area": "official statistics belong to nobody (docs/adr/0009)",
    "statistics.DataSet": "official statistics belong to nobody (docs/adr/0009)",
    "statistics.Neighbour": "official statistics belong to nobody (docs/adr/0009)",
    "statistics.NeighbourModel": "official statistics belong to nobody (docs/adr/0009)",
    "statistics.Series": "official statistics belong to nobody (docs/adr/0009)",
    "statistics.Statistic": "official statistics belong to nobody (docs/adr/0009)",
    "statistics.StatisticRevision": "official statistics belong to nobody (docs/adr/0009)",
    "statistics.StatisticsFile": "official statistics belong to nobody (docs/adr/0009)",
}


def our_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("throughline.")]


def scoped_models() -> list[type[models.Model]]:
    return [m for m in our_models() if issubclass(m, ScopedModel)]


def histories() -> list[type[models.Model]]:
    return [m.history.model for m in our_models() if hasattr(m, "history")]  # type: ignore[attr-defined]


def ways_in(model: type[models.Model]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every way to reach or change rows of a model that the ORM offers."""
    row = model(pk=1)
    for name in ("objects", "_default_manager", "_base_manager"):
        manager = getattr(model, name)
        yield f"{name} list", lambda m=manager: list(m.all())
        yield f"{name} count", lambda m=manager: m.count()
        yield f"{name} exists", lambda m=manager: m.exists()
        yield f"{name} get", lambda m=manager: m.get(pk=1)
        yield f"{name} subquery", lambda m=manager: list(m.filter(pk__in=m.values("pk")))
        yield f"{name} update", lambda m=manager: m.update(space_id=1)
        yield f"{name} delete", lambda m=manager: m.all().delete()
        yield f"{name} bulk_create", lambda m=manager: m.bulk_create([row])
        yield f"{name} bulk_update", lambda m=manager: m.bulk_update([row], ["space"])
        yield f"{name} aggregate", lambda m=manager: m.aggregate(models.Count("pk"))
    yield "save", lambda: row.save()
    yield "delete", lambda: row.delete()
    yield "refresh", lambda: row.refresh_from_db()
    for relation in model._meta.related_objects:
        owner = relation.related_model
        if issubclass(owner, ScopedModel) and relation.get_accessor_name() and relation.multiple:
            accessor = relation.get_accessor_name()
            yield f"related {accessor}", lambda a=accessor: list(getattr(row, a).all())


@pytest.mark.parametrize("model", scoped_models(), ids=lambda m: m._meta.label)
def test_no_way_in_without_a_scope(model: type[models.Model]) -> None:
    let_in = []
    for name, way in ways_in(model):
        try:
            way()
        except scope.NoScope:
            continue
        except Exception as error:
            let_in.append(f"{name}: {type(error).__name__}: {error}")
        else:
            let_in.append(name)
    assert let_in == []


@pytest.mark.parametrize("model", histories(), ids=lambda m: m._meta.label)
def test_history_needs_a_scope_too(model: type[models.Model]) -> None:
    with pytest.raises(scope.NoScope):
        list(model.objects.all())


def test_every_model_of_ours_is_scoped_or_listed() -> None:
    unscoped = {m._meta.label for m in our_models() if not issubclass(m, ScopedModel) and m not in histories()} - set(
        NOT_SCOPED
    )
    pages = {label for label in unscoped if label.startswith("website.")}  # Wagtail's tree has a gate of its own
    assert sorted(unscoped - pages) == []
