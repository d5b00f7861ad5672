"""A report's content as a document of blocks, from which the page, the PDF and the Word file are written. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from throughline.foundation.documents import blocks, markdown
from throughline.publishing.yearly_report.rules.compose import anchor
from throughline.publishing.yearly_report.rules.content import (
    Block,
    Bullets,
    Cell,
    Chart,
    Content,
    Heading,
    Narrative,
    Paragraph,
    Part,
    Table,
)
from throughline.publishing.yearly_report.rules.showing import Shown

type Link = Callable[[str], str]


@dataclass(frozen=True)
class Drawn:
    """A chart as the worker drew it."""

    svg: bytes
    png: bytes
    alt: str


def to_appendix(figure_id: str) -> str:
    """Where a figure leads within a file: its row of the appendix."""
    return f"#{anchor(figure_id)}"


def document(
    content: Content, shown: Mapping[str, Shown], drawn: Mapping[str, Drawn], link: Link = to_appendix
) -> blocks.Document:
    """`link` leads from a figure to how it was calculated. A chart that was not drawn shows its table alone."""
    return blocks.Document(
        title=content.title,
        subtitle=content.partnership,
        author=content.partnership,
        lines=tuple(line for line in (f"As at {content.as_at}", content.marking) if line),
        blocks=tuple(_Maker(content, shown, drawn, link).made()),
    )


def narrative(source: str, shown: Mapping[str, Shown], link: Link, prefix: str = "") -> tuple[blocks.Block, ...]:
    """The authors' text, each reference as the figure's value. Its headings begin at level 3."""

    def figure(figure_id: str) -> tuple[blocks.Run, ...]:
        found = shown.get(figure_id)
        if found is None:
            return (blocks.Run(f"[there is no figure {figure_id}]", strong=True),)
        return (blocks.Run(found.text, figure=figure_id, link=link(figure_id)),)

    return markdown.parse(source, figure=figure, top_level=3, id_prefix=prefix)


@dataclass
class _Maker:
    content: Content
    shown: Mapping[str, Shown]
    drawn: Mapping[str, Drawn]
    link: Link
    headings: int = 0

    def made(self) -> Iterator[blocks.Block]:
        yield blocks.Heading(2, blocks.text("Contents"), "contents")
        yield blocks.BulletList(
            tuple(blocks.Item((blocks.Run(part.heading, link=f"#{_part_id(part)}"),)) for part in self.content.parts)
        )
        for part in self.content.parts:
            yield blocks.Heading(2, blocks.text(part.heading), _part_id(part))
            for block in part.blocks:
                yield from self._block(block, part)

    def _block(self, block: Block, part: Part) -> Iterator[blocks.Block]:
        match block:
            case Heading(text, level):
                self.headings += 1
                yield blocks.Heading(level, blocks.text(text), f"{_part_id(part)}-{self.headings}")
            case Paragraph(text):
                yield blocks.Paragraph(blocks.text(text))
            case Narrative(source):
                yield from narrative(source, self.shown, self.link, f"{_part_id(part)}-text-")
            case Bullets(items):
                yield blocks.BulletList(tuple(blocks.Item(blocks.text(item)) for item in items))
            case Table():
                yield self._table(block)
            case Chart():
                yield self._chart(block)

    def _table(self, table: Table) -> blocks.Table:
        return blocks.Table(
            headers=tuple(blocks.text(header) for header in table.headers),
            rows=tuple(tuple(self._cell(cell) for cell in row) for row in table.rows),
            caption=table.caption,
            numeric=frozenset(table.numeric),
            notes=tuple(blocks.text(note) for note in table.notes),
        )

    def _cell(self, cell: Cell) -> blocks.Inline:
        link = self.link(cell.figure) if cell.figure else ""
        return (blocks.Run(cell.text, figure=cell.figure, link=link, anchor=cell.anchor),)

    def _chart(self, chart: Chart) -> blocks.Block:
        table = self._table(chart_table(chart))
        picture = self.drawn.get(chart.key)
        if picture is None:
            return table
        return blocks.Picture(svg=picture.svg, png=picture.png, alt=picture.alt, caption=chart.title, table=table)


def chart_table(chart: Chart) -> Table:
    """The chart's numbers, which stand beside it."""
    return Table(
        f"{chart.title}: the numbers",
        ("What", f"Value ({chart.unit})"),
        tuple((Cell(bar.words), Cell(bar.text, bar.figure)) for bar in chart.bars),
        numeric=(1,),
    )


def _part_id(part: Part) -> str:
    return f"part-{part.key}"
