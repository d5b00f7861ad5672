"""Many rows at once, past the ORM's objects: what an import of a hundred thousand values needs.

The database's constraints hold as ever. What the ORM adds beside them (signals, histories, defaults) does not happen
here: every column that has no default of the database's own must be given. Only operations call this.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import batched
from typing import Any

from django.db import connections, models, router

BATCH = 5_000


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """How many were written. `names`: the fields, a relation by its `…_id`; `rows`: their values in that order."""
    connection = connections[router.db_for_write(model)]
    fields = [_field(model, name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    table = quote(model._meta.db_table)
    if connection.vendor == "postgresql":
        return _copy(connection, f"COPY {table} ({columns}) FROM STDIN", rows)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608  (names of our own models)
    count = 0
    with connection.cursor() as cursor:
        for some in batched(_adapted(rows, [_adapter(connection, field) for field in fields]), BATCH):
            cursor.executemany(sql, some)
            count += len(some)
    return count


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """How many were changed, by their keys. `rows`: the values of the fields in that order, then the key."""
    connection = connections[router.db_for_write(model)]
    fields = [*(_field(model, name) for name in names), model._meta.pk]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(field.column)} = %s" for field in fields[:-1])
    table, key = quote(model._meta.db_table), quote(fields[-1].column)
    sql = f"UPDATE {table} SET {sets} WHERE {key} = %s"  # noqa: S608  (names of our own models)
    adapters = [_adapter(connection, field) for field in fields] if connection.vendor == "sqlite" else []
    count = 0
    with connection.cursor() as cursor:
        for some in batched(_adapted(rows, adapters), BATCH):
            cursor.executemany(sql, some)
            count += len(some)
    return count


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name.removesuffix("_id"))


def _copy(connection: Any, sql: str, rows: Iterable[Sequence[Any]]) -> int:
    """PostgreSQL takes a stream of rows; its driver knows our types."""
    count = 0
    with connection.cursor() as cursor, cursor.copy(sql) as stream:
        for row in rows:
            stream.write_row(row)
            count += 1
    return count


type Adapter = Callable[[Any], Any] | None


def _adapter(connection: Any, field: Any) -> Adapter:
    """What SQLite needs: numbers with decimals and moments as text; everything else goes as it is."""
    if isinstance(field, models.DecimalField):
        return _number
    if isinstance(field, models.DateTimeField):
        adapt: Callable[[datetime | None], Any] = connection.ops.adapt_datetimefield_value
        return adapt
    return None


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _adapted(rows: Iterable[Sequence[Any]], adapters: Sequence[Adapter]) -> Iterator[list[Any]]:
    changing = [(place, adapt) for place, adapt in enumerate(adapters) if adapt is not None]
    for row in rows:
        made = list(row)
        for place, adapt in changing:
            made[place] = adapt(made[place])
        yield made
