"""CommonMark with tables into blocks. Raw HTML is text; an outside picture is its description; rules are left out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from throughline.foundation.documents.blocks import (
    Block,
    BulletList,
    Heading,
    Inline,
    Item,
    NumberedList,
    Paragraph,
    Quote,
    Run,
    Table,
    plain,
    safe_link,
)
from throughline.foundation.names import slug_of

FIGURE = re.compile(r"\{\{\s*figure:([a-zA-Z0-9_.:/-]+)\s*\}\}")
FigureRuns = Callable[[str], Iterable[Run]]

_reader = MarkdownIt("commonmark", {"html": False}).enable("table")


def figure_ids(source: str) -> list[str]:
    """Ids of the figures that the text refers to, in order, each once."""
    return list(dict.fromkeys(FIGURE.findall(source)))


def parse(
    source: str, *, figure: FigureRuns | None = None, top_level: int = 2, id_prefix: str = ""
) -> tuple[Block, ...]:
    """`figure(id)` gives the runs that stand for `{{ figure:id }}`; without it the reference stays as written.

    `# Heading` becomes `top_level`; a level that the writer skipped is closed up, none is deeper than 6.
    """
    return _Reader(_reader.parse(source), figure, top_level, id_prefix).read()


class _Reader:
    """Walks the tokens once. `self.at` is the next token."""

    def __init__(self, tokens: list[Token], figure: FigureRuns | None, top_level: int, id_prefix: str) -> None:
        self.tokens = tokens
        self.figure = figure
        self.top_level = top_level
        self.id_prefix = id_prefix
        self.at = 0
        self.deepest = top_level - 1
        self.ids: set[str] = set()

    def read(self, until: str = "") -> tuple[Block, ...]:
        blocks: list[Block] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type == until:
                break
            block = self._block(token)
            if block is not None:
                blocks.append(block)
        return tuple(blocks)

    def _block(self, token: Token) -> Block | None:
        match token.type:
            case "heading_open":
                return self._heading(token)
            case "paragraph_open":
                runs = self._inline()
                self.at += 1
                return Paragraph(runs)
            case "bullet_list_open":
                return BulletList(self._items("bullet_list_close"))
            case "ordered_list_open":
                start = int(token.attrGet("start") or 1)
                return NumberedList(self._items("ordered_list_close"), start)
            case "blockquote_open":
                return Quote(self.read("blockquote_close"))
            case "table_open":
                return self._table()
            case "code_block" | "fence":
                return Paragraph((Run(token.content.rstrip("\n")),))
            case _:
                return None

    def _heading(self, token: Token) -> Heading:
        level = min(self.top_level + int(token.tag[1]) - 1, self.deepest + 1, 6)
        self.deepest = level
        runs = self._inline()
        self.at += 1
        wanted = self.id_prefix + (slug_of(plain(runs), 60) or "section")
        found, number = wanted, 2
        while found in self.ids:
            found, number = f"{wanted}-{number}", number + 1
        self.ids.add(found)
        return Heading(level, runs, found)

    def _items(self, until: str) -> tuple[Item, ...]:
        items = []
        while self.tokens[self.at].type != until:
            self.at += 1  # list_item_open
            runs: list[Run] = []
            below: list[BulletList | NumberedList] = []
            for block in self.read("list_item_close"):
                if isinstance(block, BulletList | NumberedList):
                    below.append(block)
                else:
                    said = _runs_of(block)
                    runs += [Run("\n"), *said] if runs and said else said
            items.append(Item(tuple(runs), tuple(below)))
        self.at += 1
        return tuple(items)

    def _table(self) -> Table:
        rows: list[tuple[Inline, ...]] = []
        numeric: set[int] = set()
        row: list[Inline] = []
        while True:
            token = self.tokens[self.at]
            self.at += 1
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                row = []
            elif token.type == "tr_close":
                rows.append(tuple(row))
            elif token.type in ("th_open", "td_open"):
                if "right" in str(token.attrGet("style") or ""):
                    numeric.add(len(row))
                row.append(self._inline())
        return Table(headers=rows[0], rows=tuple(rows[1:]), numeric=frozenset(numeric))

    def _inline(self) -> Inline:
        token = self.tokens[self.at]
        self.at += 1
        return self._runs(token.children or [])

    def _runs(self, tokens: list[Token]) -> Inline:
        runs: list[Run] = []
        strong = emphasis = 0
        links: list[str] = []
        for token in tokens:
            match token.type:
                case "strong_open":
                    strong += 1
                case "strong_close":
                    strong -= 1
                case "em_open":
                    emphasis += 1
                case "em_close":
                    emphasis -= 1
                case "link_open":
                    links.append(safe_link(str(token.attrGet("href") or "")))
                case "link_close":
                    links.pop()
                case "softbreak":
                    runs.append(Run(" "))
                case "hardbreak":
                    runs.append(Run("\n"))
                case _:  # text, code, a picture's description
                    manner = Run("", strong > 0, emphasis > 0, links[-1] if links else "")
                    said = token.content
                    runs += [replace(manner, text=said)] if token.type == "code_inline" else self._figures(said, manner)
        return _joined(runs)

    def _figures(self, said: str, manner: Run) -> list[Run]:
        """The text with each figure reference replaced by its runs, in the manner of the text around it."""
        if self.figure is None:
            return [replace(manner, text=said)]
        runs: list[Run] = []
        for number, part in enumerate(FIGURE.split(said)):
            if number % 2 == 0:
                runs.append(replace(manner, text=part))
                continue
            for run in self.figure(part):
                strong, emphasis = run.strong or manner.strong, run.emphasis or manner.emphasis
                runs.append(replace(run, strong=strong, emphasis=emphasis, link=manner.link or run.link))
        return runs


def _joined(runs: list[Run]) -> Inline:
    """Neighbours of one manner as one run; a figure stays a run of its own."""
    joined: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        before = joined[-1] if joined else None
        same = before and not before.figure and not run.figure and replace(before, text="") == replace(run, text="")
        if before and same:
            joined[-1] = replace(before, text=before.text + run.text)
        else:
            joined.append(run)
    return tuple(joined)


def _runs_of(block: Block) -> list[Run]:
    """What a paragraph, heading or quotation inside a list's point says."""
    if isinstance(block, Paragraph | Heading):
        return list(block.runs)
    if isinstance(block, Quote):
        return [run for part in block.blocks for run in _runs_of(part)]
    if isinstance(block, Table):
        return [run for row in (block.headers, *block.rows) for cell in row for run in (*cell, Run(" "))]
    return []
