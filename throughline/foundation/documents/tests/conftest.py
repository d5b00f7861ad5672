import struct
import zlib

import pytest

from throughline.foundation.documents.blocks import (
    BulletList,
    Document,
    Heading,
    Item,
    NumberedList,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
    text,
)

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">'
    b'<rect width="50" height="80" fill="#1a65a6"/></svg>'
)


def a_png() -> bytes:
    """One white dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff"))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def document() -> Document:
    """One of every block."""
    table = Table(
        caption="Children in care at 31 March",
        headers=(text("Year"), text("Children"), text("Rate")),
        rows=((text("2022-23"), text("437"), text("66.9")),
              (text("2023-24"), text(Run("475", figure="care")), text("72.8"))),
        numeric=frozenset({1, 2}),
        notes=(text("Source: the council."),),
    )  # fmt: skip
    return Document(
        title="Yearly report 2023-24",
        subtitle="Medway Safeguarding Children Partnership",
        author="Medway Safeguarding Children Partnership",
        lines=("As at 31 March 2024",),
        blocks=(
            Heading(2, text("Children & families"), "children"),
            Paragraph(text("At 31 March ", Run("475", figure="care"), " children were in care. ",
                           Run("See the guidance", link="https://example.org/g?a=1&b=2"))),
            Heading(3, text("In detail"), "detail"),
            BulletList((Item(text("One"), (NumberedList((Item(text("First")), Item(text("Second")))),)),
                        Item(text("Two")))),
            NumberedList((Item(text("Again first")), Item(text("Again second")))),
            table,
            Quote((Paragraph(text("We were heard.")),)),
            PageBreak(),
            Picture(svg=SVG, png=a_png(), alt="A bar chart: 475 children in 2023-24", caption="Children in care",
                    table=table),
        ),
    )  # fmt: skip
