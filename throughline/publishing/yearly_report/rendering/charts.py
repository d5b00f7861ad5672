"""Draws a report's charts. Only the worker and the command line do this, never a web process."""

from throughline.foundation.charts import bars
from throughline.publishing.yearly_report.rendering.document import Drawn
from throughline.publishing.yearly_report.rules.content import Chart, Content


def draw_all(content: Content) -> dict[str, Drawn]:
    """Every chart that has at least one number, by key."""
    return {chart.key: draw(chart) for chart in content.charts() if any(bar.number is not None for bar in chart.bars)}


def draw(chart: Chart) -> Drawn:
    """A hidden or missing number is written as such and has no bar."""
    drawn = bars.bar_chart(
        chart.title,
        [bars.Bar(bar.label, bar.number, bar.text, bar.group, bar.comparison) for bar in chart.bars],
        unit=chart.unit,
    )
    return Drawn(_with_other_fonts(drawn.svg).encode(), drawn.png, drawn.alt)


def _with_other_fonts(svg: str) -> str:
    """A picture in a page cannot load the site's font: what a reader's machine surely has comes after it."""
    return svg.replace(f'font-family="{bars.FONT}"', f'font-family="{bars.FONT}, Arial, Helvetica, sans-serif"')
