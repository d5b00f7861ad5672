"""`./bench dataset`: what the dataset costs where no server is asked. Each figure is the median of its runs."""

import random
import statistics
import time
from collections.abc import Callable
from decimal import Decimal

from throughline.foundation.charts.chart import Chart
from throughline.foundation.charts.ranking import Area, comparison_chart
from throughline.foundation.charts.series import Kind, Line, Point, Value, control_chart, trend_chart
from throughline.foundation.figures.suppression.protecting import exposed, protect
from throughline.foundation.figures.suppression.tables import DEPARTMENT, Table, two_way
from throughline.office.dataset.rules.spc import judge

HEADING = "## Dataset"
ROWS, COLUMNS, CHARTS, QUARTERS = 40, 12, 60, 40


def measure(*, quick: bool = False) -> list[str]:
    """The section of docs/performance.md. Raises AssertionError where a proof fails."""
    runs = 1 if quick else 5
    lines = [
        HEADING, "",
        f"Suppression of a table of {ROWS} × {COLUMNS} with its totals, made up with each share of small counts, and"
        " its proof by a second reader. Promised: under 2 s.", "",
        "| counts of 0 to 5 | small | hidden beside them | hiding s | proof s |", "|---:|---:|---:|---:|---:|",
    ]  # fmt: skip
    lines += [suppression(share, runs) for share in (0.02, 0.1, 0.3, 0.6)]
    drawn = timed(lambda: [chart(n) for n in range(CHARTS)], runs)
    bytes_each = sum(len(chart(n).svg) for n in range(CHARTS)) // CHARTS
    as_png = timed(lambda: [each.png for each in map(chart, range(CHARTS))], 1)
    return [
        *lines, "",
        f"{CHARTS} charts of {QUARTERS} quarters: trends beside three benchmarks, process control charts with their"
        f" rules, comparisons of 13 areas; {bytes_each:,} bytes each. Promised: the pack of them in under 20 s.", "",
        "| | s |", "|---|---:|", f"| as SVG | {drawn:.2f} |", f"| as SVG and as PNG, for Word | {as_png:.2f} |", "",
    ]  # fmt: skip


def timed(work: Callable[[], object], runs: int) -> float:
    """Seconds, the median."""
    found = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return statistics.median(found)


def table(share: float, seed: int) -> Table:
    draw = random.Random(seed)
    counts = [
        [draw.randint(0, 5) if draw.random() < share else draw.randint(6, 300) for _ in range(COLUMNS)]
        for _ in range(ROWS)
    ]
    return two_way([f"area {n}" for n in range(ROWS)], [f"category {n}" for n in range(COLUMNS)], counts)


def suppression(share: float, runs: int) -> str:
    hiding, proving, small, beside = [], [], [], []
    for seed in range(runs):
        made = table(share, seed)
        begun = time.perf_counter()
        protected = protect(made)
        between = time.perf_counter()
        assert exposed(made, protected.hidden, DEPARTMENT) == []
        proving.append(time.perf_counter() - between)
        hiding.append(between - begun)
        small.append(sum(why == "small" for why in protected.hidden.values()))
        beside.append(len(protected.hidden) - small[-1])
    counts = f"{statistics.median(small):.0f} | {statistics.median(beside):.0f}"
    return f"| {share:.0%} | {counts} | {statistics.median(hiding):.2f} | {statistics.median(proving):.2f} |"


def chart(number: int) -> Chart:
    """Trends, control charts and comparisons in turn."""
    draw = random.Random(number)
    periods = [f"Q{n % 4 + 1} {2014 + n // 4}" for n in range(QUARTERS)]
    series = [[Decimal(draw.randint(300, 600)) / 10 for _ in periods] for _ in range(4)]
    title, unit = f"Indicator {number}", "per 10,000 children"
    if number % 3 == 0:
        names = ("Medway", "Statistical neighbours, mean", "South East", "England")
        lines = [Line(name, tuple(map(_value, values))) for name, values in zip(names, series, strict=True)]
        return trend_chart(title, periods, lines, unit=unit)
    if number % 3 == 1:
        points = [
            Point(_value(p.value), p.limits.mean, p.limits.lower, p.limits.upper, _KINDS[p.cause.heading])
            for p in judge(series[0], better=-1)
            if p is not None
        ]
        return control_chart(title, periods, points, unit=unit)
    areas = [Area(f"Area {n}", series[0][n], str(series[0][n]), "other" if n else "ours") for n in range(13)]
    return comparison_chart(title, areas, unit=unit)


_KINDS: dict[int, Kind] = {0: "common", 1: "concern", -1: "improvement"}


def _value(number: Decimal) -> Value:
    return Value(number, str(number))
