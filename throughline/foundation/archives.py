"""Zip archives from strangers: looked at before anything in them is used, and never unpacked to a path they name.

`check_archive` reads every member once, bounded, and answers what is in it; whatever a careful person would not open
raises BadArchive with a text for whoever sent it. A workbook, a Word document and a SCORM package are all zip archives.

Refused: damage of any kind, a password, more members or bytes than allowed, a member that unpacks to far more than it
takes (a bomb, also one made of overlapping members), a name outside the archive (`..`, absolute, a drive, a backslash,
control characters), the same name twice, symbolic links and devices, rare compression, another file before or behind
the archive (two programs would read two different files), and an archive inside the archive unless that is allowed.

Pure: the standard library alone.
"""

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import IO

CHUNK = 64 * 1024
LOCAL_HEADER = 30  # bytes, without the name
SMALL = 1024 * 1024  # a member up to this size (bytes) may be as well compressed as it likes
ARCHIVE_STARTS = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",
    b"BZh",
    b"\xfd7zXZ\0",
)


class BadArchive(ValueError):
    """The archive is not safe to open. The text is fit for the person who sent it."""


@dataclass(frozen=True)
class ArchiveLimits:
    """Sizes in bytes, unpacked. `ratio`: unpacked to packed, of a member larger than SMALL and of the whole."""

    members: int = 5_000
    total: int = 500 * 1024 * 1024
    member: int = 200 * 1024 * 1024
    ratio: int = 200
    name_length: int = 240
    nested: bool = False


@dataclass(frozen=True)
class Member:
    """One file of the archive. `name` is a clean relative path with slashes; `size` is unpacked, in bytes."""

    name: str
    size: int


DEFAULT_LIMITS = ArchiveLimits()


def check_archive(source: Path | IO[bytes], limits: ArchiveLimits = DEFAULT_LIMITS) -> tuple[Member, ...]:
    """The files of the archive, in its own order, after every one was read whole and found sound. Raises BadArchive."""
    with opened(source, limits) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                _read_through(archive, info, limits)
        return tuple(Member(info.filename, info.file_size) for info in archive.infolist() if not info.is_dir())


@contextmanager
def opened(source: Path | IO[bytes], limits: ArchiveLimits = DEFAULT_LIMITS) -> Iterator[zipfile.ZipFile]:
    """The archive, open to read, its table of contents checked. What is read from it is bounded by the sizes it states;
    a member that lies about its size fails while it is read, as `zipfile.BadZipFile`, answered here as BadArchive.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            _check_edges(archive)
            _check_contents(archive.infolist(), limits)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, UnicodeDecodeError, NotImplementedError) as error:
        raise BadArchive("The archive is damaged or is not a zip archive.") from error


def read_member(archive: zipfile.ZipFile, name: str, *, most: int) -> bytes:
    """One member whole. `most` bytes; more raises BadArchive, as does a member that is not there."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise BadArchive(f"The archive has no file {shown(name)}.") from None
    if info.file_size > most:
        raise BadArchive(f"The file {shown(name)} in the archive is too large.")
    return archive.read(info)


def chunks_of(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """One member, CHUNK bytes at a time."""
    with archive.open(name) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def why_name_is_unsafe(name: str, longest: int = DEFAULT_LIMITS.name_length) -> str:
    """Why a member's name must not become a path or an address; empty when it may."""
    if not name or len(name) > longest:
        return "has a name that is empty or too long"
    if any(unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for mark in name):
        return "has a name with invisible characters"
    if "\\" in name or ":" in name or name.startswith("/"):
        return "has a name that is a path on a computer"
    parts = PurePosixPath(name).parts
    if ".." in parts or "." in name.split("/") or "//" in name:
        return "has a path that leads outside the archive"
    return ""


def shown(name: str) -> str:
    """A member's name fit to be shown in a message."""
    return "‘" + "".join(mark if mark.isprintable() else "?" for mark in name)[:80] + "’"


def _check_edges(archive: zipfile.ZipFile) -> None:
    """The archive is the whole file: it begins with its first member and ends with its own end."""
    if (file := archive.fp) is None:
        raise ValueError("The archive was closed.")
    end = file.seek(0, 2)
    tail_length = 22 + len(archive.comment)
    file.seek(max(0, end - tail_length))
    tail = file.read(tail_length)
    file.seek(0)
    head = file.read(4)
    members = sorted(archive.infolist(), key=lambda info: info.header_offset)
    if not tail.startswith(b"PK\x05\x06") or len(archive.comment) > 1000:
        raise BadArchive("Something else is stored behind the archive.")
    if not members:
        raise BadArchive("The archive is empty.")
    if members[0].header_offset != 0 or head != b"PK\x03\x04":
        raise BadArchive("Something else is stored before the archive.")
    for info, following in pairwise(members):
        if info.header_offset + LOCAL_HEADER + info.compress_size > following.header_offset:
            raise BadArchive("Files in the archive overlap: it may be a zip bomb.")


def _check_contents(members: list[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    """What the table of contents says, before a byte is unpacked."""
    if len(members) > limits.members:
        raise BadArchive(f"The archive has more than {limits.members:,} files.")
    names: set[str] = set()
    for info in members:
        _check_member(info, limits)
        plain = unicodedata.normalize("NFC", info.filename).casefold()
        if plain in names:
            raise BadArchive(f"The archive has two files named {shown(info.filename)}.")
        names.add(plain)
    unpacked, packed = sum(info.file_size for info in members), sum(info.compress_size for info in members)
    if unpacked > limits.total:
        raise BadArchive(f"The archive unpacks to more than {limits.total // 1024**2:,} MB.")
    if unpacked > SMALL and unpacked > packed * limits.ratio:
        raise BadArchive("The archive unpacks to far more than it takes: it may be a zip bomb.")


def _check_member(info: zipfile.ZipInfo, limits: ArchiveLimits) -> None:
    # zipfile cuts a name at its first NUL; the name as it stands is what another program reads.
    why = why_name_is_unsafe(info.orig_filename.rstrip("/"), limits.name_length)
    if why:
        raise BadArchive(f"A file in the archive {why}: {shown(info.orig_filename)}.")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise BadArchive(f"{shown(info.filename)} in the archive is a link, not a file.")
    if info.flag_bits & 0x1:
        raise BadArchive("The archive is password protected.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadArchive(f"{shown(info.filename)} in the archive is compressed in a way that is not supported.")
    if info.file_size > limits.member:
        raise BadArchive(f"{shown(info.filename)} in the archive is larger than {limits.member // 1024**2:,} MB.")
    if info.file_size > SMALL and info.file_size > info.compress_size * limits.ratio:
        raise BadArchive("The archive unpacks to far more than it takes: it may be a zip bomb.")


def _read_through(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: ArchiveLimits) -> None:
    """Every byte is read, which checks its size and check sum; the first bytes tell an archive inside the archive."""
    first = True
    for chunk in chunks_of(archive, info.filename):
        if first and not limits.nested and chunk.startswith(ARCHIVE_STARTS):
            raise BadArchive(f"The archive holds another archive: {shown(info.filename)}.")
        first = False
