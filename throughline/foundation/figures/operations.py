"""Writes: running a year's figures, exceptions from the rule on small numbers, the register of what was released."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.figures import queries, registry
from throughline.foundation.figures.models import (
    DisclosureException,
    FigureRun,
    Release,
    ReleasedCell,
    ReleasedSum,
    ReleasedTable,
    ReleasedWhole,
    tidy,
)
from throughline.foundation.figures.permissions import FigurePermission
from throughline.foundation.figures.suppression.protecting import Protected
from throughline.foundation.figures.suppression.released import as_released, revealed
from throughline.foundation.figures.values import ReportYear, Value, Whole
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Space

_ID = re.compile(r"[a-z0-9]+(?:[.-]+[a-z0-9]+)*")
_LARGEST = Decimal(10) ** 15


@dataclass(frozen=True)
class RunResult:
    """The year's figures as they stand now, by id, and the ids of those that differ from before."""

    runs: Mapping[str, FigureRun]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    unchanged: int


@operation(FigurePermission.RUN)
def run_figures(*, year: ReportYear, as_at: date, by: Actor, at: datetime) -> RunResult:
    """Evaluates every registered figure of the year; keeps a run where the definition, the value or an input differs.

    Runs that are equal stay as they are, so a second build of the same records adds no row. A figure that no record
    gives any more gets a last run, *withdrawn*, so that its chain ends with the truth. One at a time in a partnership.
    """
    Space.objects.select_for_update().get(pk=scope.current().home_id)
    values = registry.evaluate(queries.asked(year, as_at))
    prints = _fingerprints(values)
    tenant = scope.current()
    before = {
        run.figure_id: run
        for run in FigureRun.objects.filter(year=year.label, is_current=True, space_id=tenant.home_id).select_related(
            "run_by"
        )
    }
    gone = {i: run for i, run in before.items() if i not in values and run.status != FigureRun.Status.WITHDRAWN}
    differing = [i for i in values if i not in before or before[i].fingerprint != prints[i]]
    _step_down([before[i] for i in differing if i in before] + list(gone.values()))

    common = {
        "space_id": tenant.home_id, "year": year.label, "as_at": as_at, "spaces": sorted(tenant.space_ids),
        "run_by": by.user, "run_at": at,
    }  # fmt: skip
    runs = {i: before[i] for i in values if i not in differing}
    for layer in _layers(values, differing):
        rows = [_row(values[i], prints[i], runs, before.get(i), common) for i in layer]
        runs |= {row.figure_id: row for row in FigureRun.objects.bulk_create(rows)}
    FigureRun.objects.bulk_create([_last_row(run, common) for run in gone.values()])
    return RunResult(
        runs={i: runs[i] for i in sorted(runs)},
        added=tuple(i for i in differing if i not in before),
        changed=tuple(i for i in differing if i in before),
        withdrawn=tuple(sorted(gone)),
        unchanged=len(values) - len(differing),
    )


def _step_down(runs: list[FigureRun]) -> None:
    """Compare and set: each of them must still be the current one."""
    changed = FigureRun.objects.filter(pk__in=[run.pk for run in runs], is_current=True).update(is_current=False)
    if changed != len(runs):
        raise Refused("The figures were being worked out by somebody else at the same time. Try again.")


def _row(
    value: Value, fingerprint: str, runs: Mapping[str, FigureRun], previous: FigureRun | None, common: dict
) -> FigureRun:
    known = value.value is not None
    return FigureRun(
        **common, figure_id=value.id, version=value.version, label=value.label, says=value.says, unit=value.unit,
        period=value.period, area=value.area, value=tidy(value.value),
        status=FigureRun.Status.KNOWN if known else FigureRun.Status.NOT_AVAILABLE,
        precision=value.precision.value, provenance=value.provenance.value, source=asdict(value.source),
        inputs=[{"id": i, "run": runs[i].pk} for i in value.inputs], numerator=tidy(value.numerator),
        denominator=tidy(value.denominator), section=value.section, records=[asdict(r) for r in value.records],
        difference=value.difference, restates=value.restates, returned_by=value.returned_by,
        returned_at=value.returned_at, fingerprint=fingerprint, previous=previous,
    )  # fmt: skip


def _last_row(run: FigureRun, common: dict) -> FigureRun:
    return FigureRun(
        **common, figure_id=run.figure_id, version=run.version, label=run.label, says=run.says, unit=run.unit,
        period=run.period, area=run.area, value=None, status=FigureRun.Status.WITHDRAWN, precision="",
        provenance=run.provenance, source=run.source, section=run.section, difference=run.difference,
        restates=run.restates, fingerprint="", previous=run,
    )  # fmt: skip


def _checked(value: Value) -> None:
    if not _ID.fullmatch(value.id):
        raise ValueError(f"'{value.id}' is not a figure's id: lower-case words, digits, hyphens and full stops.")
    for number in (value.value, value.numerator, value.denominator):
        if number is None:
            continue
        if not number.is_finite() or abs(number) >= _LARGEST or number != round(number, 6):
            raise ValueError(f"The figure '{value.id}' has {number}: it needs a number of at most six decimals.")


def _fingerprints(values: Mapping[str, Value]) -> dict[str, str]:
    """Id → a hash of the definition, the value and the fingerprints of its inputs. Who and when are not part of it.

    Raises ValueError when an input is no figure, or figures stand on each other in a circle.
    """
    found: dict[str, str] = {}
    for figure_id in (i for layer in _layers(values, list(values)) for i in layer):
        value = values[figure_id]
        _checked(value)
        content = asdict(value) | {"inputs": [(i, found[i]) for i in value.inputs]}
        for name in ("value", "numerator", "denominator"):
            number = tidy(content[name])
            content[name] = None if number is None else str(number)
        del content["returned_by"], content["returned_at"]
        written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        found[figure_id] = hashlib.sha256(written.encode()).hexdigest()
    return found


def _layers(values: Mapping[str, Value], wanted: list[str]) -> list[list[str]]:
    """The wanted ids in layers: what a layer's figures stand on is in earlier layers, or not wanted."""
    waiting = dict.fromkeys(wanted)
    for figure_id in wanted:
        missing = [i for i in values[figure_id].inputs if i not in values]
        if missing:
            raise ValueError(f"The figure '{figure_id}' stands on '{missing[0]}', which nobody gives.")
    layers: list[list[str]] = []
    while waiting:
        layer = [i for i in waiting if not any(j in waiting for j in values[i].inputs)]
        if not layer:
            raise ValueError(f"Figures stand on each other in a circle: {', '.join(sorted(waiting))}.")
        layers.append(layer)
        for figure_id in layer:
            del waiting[figure_id]
    return layers


@operation(FigurePermission.DISCLOSE)
def except_figure(*, figure_id: str, year: str, reason: str, by: Actor, at: datetime) -> DisclosureException:
    """Records that the figure is published although the rule on small numbers would hide it. A new reason replaces the
    old one, which the history keeps."""
    if not reason.strip():
        raise Refused("Say why this small number may be published.")
    if queries.current_run(year, figure_id) is None and not Release.objects.filter(figure_id=figure_id).exists():
        raise Refused("There is no such figure in this year.")
    row = DisclosureException.objects.filter(year=year, figure_id=figure_id).first() or DisclosureException(
        space_id=scope.current().home_id, year=year, figure_id=figure_id
    )
    row.reason, row.by, row.at = reason.strip(), by.user, at
    row.save()
    return row


@operation(FigurePermission.DISCLOSE)
def withdraw_exception(*, figure_id: str, year: str, by: Actor, at: datetime) -> None:
    """The rule holds again for the figure."""
    row = DisclosureException.objects.filter(year=year, figure_id=figure_id).first()
    if row is None:
        raise Refused("There is no exception for this figure.")
    row.delete()


@operation(FigurePermission.RUN)
def record_release(
    *,
    year: str,
    edition: str,
    shown: Mapping[str, Decimal | None],
    hidden: set[str],
    runs: Mapping[str, int],
    wholes: Iterable[Whole],
    by: Actor,
    at: datetime,
) -> None:
    """Keeps what an edition showed: `shown` by figure id (None: not available), `hidden` the ids shown as c. `runs`
    (figure id → run) and `wholes` are what it went by: later editions are held against them (SN-05)."""
    both = hidden & {i for i, value in shown.items() if value is not None}
    if both:
        raise ValueError(f"Both shown and hidden: {', '.join(sorted(both))}.")
    home = scope.current().home_id
    Release.objects.bulk_create(
        Release(
            space_id=home, figure_id=i, year=year, edition=edition, value=shown.get(i), hidden=i in hidden,
            run_id=runs.get(i), by=by.user, at=at,
        )
        for i in sorted({*shown, *hidden})
    )  # fmt: skip
    ReleasedWhole.objects.bulk_create(
        ReleasedWhole(
            space_id=home, year=year, edition=edition, whole=whole.whole, parts=list(whole.parts),
            exhaustive=whole.exhaustive, exclusive=whole.exclusive, kind=whole.kind,
        )
        for whole in wholes
    )  # fmt: skip


@operation(FigurePermission.RUN)
def release_table(*, name: str, protected: Protected, by: Actor, at: datetime) -> ReleasedTable:
    """Lets a protected table out and keeps it in the register, beside the editions' figures. One at a time.

    A cell that counts what a published figure counts has that figure's id for its key. Refused (SN-06) when the table
    would give away, beside everything released, what an earlier release or itself hides, with the releases named; or
    when the name was used before.
    """
    home = scope.current().home_id
    Space.objects.select_for_update().get(pk=home)
    if not name.strip() or ReleasedTable.objects.filter(space_id=home, name=name.strip()).exists():
        raise Refused("Give the release a name of its own.")
    new = as_released(name.strip(), protected)
    found = revealed(new, queries.everything_released(new.cells), protected.policy)
    if found:
        more = f" And {len(found) - 1} more." if len(found) > 1 else ""
        raise Refused(f"SN-06: {found[0]}{more} Hide what the earlier release hid, or leave the table as it was.")
    table = ReleasedTable.objects.create(space_id=home, name=new.name, by=by.user, at=at)
    ReleasedCell.objects.bulk_create(
        (ReleasedCell(space_id=home, table=table, key=key, count=count, state=state)
         for key, (count, state) in new.cells.items()),
        batch_size=2000,
    )  # fmt: skip
    ReleasedSum.objects.bulk_create(
        ReleasedSum(space_id=home, table=table, total=each.total, parts=list(each.parts)) for each in new.sums
    )
    return table
