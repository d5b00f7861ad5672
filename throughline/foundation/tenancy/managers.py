"""Managers that raise without a scope, for rows and for their history."""

from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db import models
from simple_history.manager import HistoricalQuerySet, HistoryManager
from simple_history.models import HistoricalRecords

from throughline.foundation.tenancy import scope

M = TypeVar("M", bound=models.Model)


def limited[M: models.Model](queryset: models.QuerySet[M], name: str) -> models.QuerySet[M]:
    """The queryset limited to the active scope's spaces. Raises NoScope when there is none."""
    found = scope.active()
    if found is None:
        raise scope.NoScope(f"{name} was queried without a scope.")
    if isinstance(found, scope.Unscoped):
        return queryset
    return queryset.filter(space_id__in=sorted(found.space_ids))


def check_space(row: Any) -> None:
    """Raises NoScope for a row, or the history of one, that is outside the active scope."""
    found = scope.active()
    if found is None:
        raise scope.NoScope(f"{type(row).__name__} was written without a scope.")
    if isinstance(found, scope.Scope) and row.space_id not in found.space_ids:
        raise scope.NoScope(f"{type(row).__name__} belongs to a space outside the scope.")


@lru_cache(maxsize=4096)
def _condition(model: type[models.Model], space_ids: frozenset[int]) -> Any:
    """The query of all rows of these spaces, to be copied: building it is a tenth of what a short query takes."""
    return models.QuerySet(model).filter(space_id__in=sorted(space_ids)).query


class ScopedManager(models.Manager[M]):
    """Default, base and related manager of every scoped model."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[M]:
        found = scope.active()
        if not isinstance(found, scope.Scope):
            return limited(super().get_queryset(), self.model.__name__)
        fresh = super().get_queryset()  # of all rows: nothing is lost with its own query
        fresh.query = _condition(self.model, found.space_ids).chain()
        return fresh

    # These bypass get_queryset's filter on rows they make, so they check that the row's space is in scope.
    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        rows = list(objs)
        for row in rows:
            check_space(row)
        return super().bulk_create(rows, *args, **kwargs)


class ScopedHistoryManager(HistoryManager):
    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type[models.QuerySet[Any]], class_name: str | None = None) -> Any:
        """Made once: the library asks for the class anew at each use, which was a seventh of saving a row."""
        return super().from_queryset(queryset_class, class_name)

    def get_queryset(self) -> Any:
        return limited(super().get_queryset(), self.model.__name__)


class ScopedHistory(models.Model):
    """Base of every history table: its own manager needs a scope as well."""

    objects = ScopedManager()

    class Meta:
        abstract = True


def history() -> HistoricalRecords:
    """Who changed the row, when, before and after. Restricted to the scope like the rows themselves."""
    from throughline.foundation.tenancy.acting import acting_user

    return HistoricalRecords(
        bases=(ScopedHistory,),
        get_user=acting_user,
        history_manager=ScopedHistoryManager,
        historical_queryset=HistoricalQuerySet,
        history_change_reason_field=models.TextField(null=True),
    )
