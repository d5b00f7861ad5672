"""Files to be refused, and their harmless like, made here byte by byte."""

import io
import zipfile
import zlib
from typing import Any

from PIL import Image

W = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# The industry's harmless test string, written in two halves so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def types(*found: str) -> bytes:
    parts = "".join(f'<Override PartName="/p{n}" ContentType="{kind}"/>' for n, kind in enumerate(found))
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{parts}</Types>'.encode()


def relation(kind: str, target: str, mode: str = "External") -> bytes:
    where = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<R><Relationship Type="{where}/{kind}" Target="{target}" TargetMode="{mode}"/></R>'.encode()


def docx(more: dict[str, bytes] | None = None, main: str = W) -> bytes:
    return zipped({"[Content_Types].xml": types(main), "word/document.xml": b"<w/>", **(more or {})})


def odt(more: dict[str, bytes] | None = None, manifest: bytes = b"<m/>") -> bytes:
    kind = b"application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": b"<o/>", "META-INF/manifest.xml": manifest, **(more or {})})


def pdf(inside: bytes = b"", end: bytes = b"%%EOF\n") -> bytes:
    return b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n" + inside + b"\ntrailer <</Root 1 0 R>>\n" + end


def packed_objects(inside: bytes) -> bytes:
    return b"2 0 obj <</Type /ObjStm /Filter /FlateDecode>>\nstream\n" + zlib.compress(inside) + b"\nendstream endobj"


def picture(kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 3), "teal").save(file, kind, **options)
    return file.getvalue()


def picture_with_place() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=exif)
