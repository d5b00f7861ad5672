"""Questions that are asked at every step of a rush: their SQL is worked out once, not each time.

    booked = Prepared(lambda: Booking.objects.filter(session_id=Given("session"), status="booked"))
    booked(session=7)  # a list

To build a query and turn it into SQL takes Django up to ten times as long as the database takes to answer it. What is
kept is the compiled question of a scope, so the rows that a scope does not see are as far away as ever.

For what every page asks, or every booking; anything else is a plain query.
"""

import copy
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

from throughline.foundation.tenancy import scope

LARGEST = 2**63 - 1
SCOPES = 64  # that a question is kept for; each process serves the scopes of a few partnerships


class Given(Value):
    """A place in a prepared query for a number or a text that is given when it is asked."""

    def __init__(self, name: str) -> None:
        super().__init__(Slot(name))


class Slot:
    def __init__(self, name: str) -> None:
        self.name = name


class Prepared[M: Model]:
    """`build` makes the query, with `Given` for what changes. It must not depend on anything else but the scope."""

    def __init__(self, build: Callable[[], QuerySet[M]]) -> None:
        self.build = build
        self.compiled = lru_cache(maxsize=SCOPES)(self._compile)

    def __call__(self, **given: int | str) -> list[M]:
        """The rows. Raises NoScope without a scope, KeyError for what was not given. A question that locks its rows
        raises TransactionManagementError outside a transaction."""
        if any(isinstance(value, int) and abs(value) > LARGEST for value in given.values()):
            return []  # no row has such a number, and no database takes it
        try:
            queryset, compiler, sql, params = self.compiled(scope.active())
        except EmptyResultSet:  # no row can be an answer, so Django writes no question
            return []
        asks = copy.copy(compiler)
        asks.connection = connections[queryset.db]  # of this thread
        if queryset.query.select_for_update and asks.connection.get_autocommit():
            raise TransactionManagementError("Rows can be locked within a transaction only.")
        filled = tuple(given[each.name] if isinstance(each, Slot) else each for each in params)
        asks.as_sql = lambda *args, **options: (sql, filled)  # type: ignore[method-assign]
        fresh = queryset.all()
        fresh.query.get_compiler = lambda *args, **options: asks  # type: ignore[method-assign]
        return list(fresh)

    def _compile(self, _: scope.Scope | scope.Unscoped | None) -> tuple[QuerySet[M], SQLCompiler, str, tuple[Any, ...]]:
        queryset = self.build()
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        # How its columns become Python values; Django works that out for each column each time.
        converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda columns: converters
        return queryset, compiler, sql, params


class Held(QuerySet[Any]):
    """Rows that were read already. They cannot be narrowed: that would be a question of its own."""

    def _chain(self) -> "Held":
        raise TypeError("These rows were read before; ask the model for others.")


def hold(row: Model, **related: list[Any]) -> None:
    """`row.days.all()` gives these rows from now on, as after `prefetch_related`."""
    held = row.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, rows in related.items():
        held[name] = Held(row._meta.get_field(name).related_model)
        held[name]._result_cache, held[name]._prefetch_done = rows, True
