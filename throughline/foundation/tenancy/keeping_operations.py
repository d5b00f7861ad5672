"""Keeping records in step with rows that were given: adds, revises, never deletes. Callers hold the transaction.

A row is known again by its key; texts in a key are compared as names (`names.key_of`), so another spelling of '&' or of
a capital letter revises the record and does not make a second one. A record that nothing changed is not saved, so its
history does not grow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from throughline.foundation.names import key_of
from throughline.foundation.tenancy.models import ScopedModel

type What = Literal["added", "changed", "moved", "unchanged", "missing"]


@dataclass(frozen=True)
class Change:
    """What became of one row. `moved`: the same content at another place of its file. `missing`: on record, but not
    among the rows given; it is kept. `details`: old and new values in plain words."""

    what: What
    label: str
    details: str = ""


@dataclass(frozen=True)
class Row:
    """`key` and `values` are field → value; a foreign key is given as the object. `quiet` holds where the row stands
    (position, file, row): kept up to date, but not a change of what it says. `formerly`: other keys to know it by."""

    label: str
    key: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    quiet: Mapping[str, Any] = field(default_factory=dict)
    formerly: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Kept:
    record: Any
    change: Change
    before: Mapping[str, Any] = field(default_factory=dict)


def keep(
    model: type[ScopedModel],
    rows: Sequence[Row],
    *,
    space_id: int,
    within: Mapping[str, Any] | None = None,
    pair_by: Sequence[str] = (),
    stamp: Mapping[str, Any] | None = None,
) -> list[Kept]:
    """The rows' records in that space, in the order of the rows, then the missing ones. One query to read.

    within: only records with these values are compared. pair_by: key fields that stay the same when a text is
    reworded; rows left over on both sides are then paired in order and revised rather than added. stamp: fields set
    whenever a record is added or changed (who returned it, and when).
    """
    on_record = list(model.objects.filter(space_id=space_id, **(within or {})).order_by("pk"))
    fields = list(rows[0].key) if rows else []
    known = {
        _identity({name: getattr(record, _column(model, name)) for name in fields}): record for record in on_record
    }
    found = {id(row): known.pop(_identity(row.key), None) for row in rows}
    for row in rows:
        for key in row.formerly if found[id(row)] is None else ():
            found[id(row)] = found[id(row)] or known.pop(_identity(key), None)
    if pair_by:
        for row in rows:
            if found[id(row)] is None:
                wanted = _identity({name: row.key[name] for name in pair_by})
                for identity, record in known.items():
                    if _identity({name: getattr(record, _column(model, name)) for name in pair_by}) == wanted:
                        found[id(row)] = known.pop(identity)
                        break
    kept = [_keep_one(model, row, found[id(row)], space_id, within or {}, stamp or {}) for row in rows]
    left = set(map(id, known.values())) if rows else set(map(id, on_record))
    for record in on_record:
        if id(record) in left:
            kept.append(Kept(record, Change("missing", str(record), "not in the folder any more; kept")))
    return kept


def _keep_one(
    model: type[ScopedModel], row: Row, record: Any, space_id: int, within: Mapping[str, Any], stamp: Mapping[str, Any]
) -> Kept:
    if record is None:
        record = model(space_id=space_id, **{**within, **row.key, **row.values, **row.quiet, **stamp})
        record.save()
        return Kept(record, Change("added", row.label))
    before: dict[str, Any] = {}
    said: list[str] = []
    for name, value in {**row.key, **row.values}.items():
        column = _column(model, name)
        if getattr(record, column) != getattr(value, "pk", value):
            before[name] = getattr(record, name)
            label = getattr(model._meta.get_field(name), "verbose_name", name)
            said.append(f"{label}: {_plain(before[name])} → {_plain(value)}")
            setattr(record, name, value)
    quiet = {name: value for name, value in row.quiet.items() if getattr(record, name) != value}
    for name, value in quiet.items():
        setattr(record, name, value)
    for name, value in stamp.items() if before else ():
        before[name] = getattr(record, name)
        setattr(record, name, value)
    if before or quiet:
        record.save()
    if before:
        return Kept(record, Change("changed", row.label, "; ".join(said)), before)
    return Kept(record, Change("moved" if quiet else "unchanged", row.label))


def _column(model: type[ScopedModel], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "attname", name))


def _identity(key: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(
        key_of(value) if isinstance(value, str) else getattr(value, "pk", value) for _, value in sorted(key.items())
    )


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if hasattr(value, "normalize"):
        return f"{value.normalize():f}"
    return str(value)
