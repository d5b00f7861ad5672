"""Archives from strangers: each way of harming whoever opens one is made here and refused in words."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.archives import (
    ArchiveLimits,
    BadArchive,
    Member,
    check_archive,
    opened,
    read_member,
    why_name_is_unsafe,
)


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def refused(content: bytes, limits: ArchiveLimits | None = None) -> str:
    with pytest.raises(BadArchive) as caught:
        check_archive(io.BytesIO(content), limits or ArchiveLimits())
    return str(caught.value)


def special(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


GOOD = packed(("a.txt", b"one"), ("folder/", b""), ("folder/b.txt", b"two"))


def test_what_is_in_a_sound_archive_folders_left_out() -> None:
    assert check_archive(io.BytesIO(GOOD)) == (Member("a.txt", 3), Member("folder/b.txt", 3))


def test_one_member_is_read_up_to_a_bound() -> None:
    with opened(io.BytesIO(GOOD)) as archive:
        assert read_member(archive, "a.txt", most=3) == b"one"
        with pytest.raises(BadArchive, match="too large"):
            read_member(archive, "a.txt", most=2)
        with pytest.raises(BadArchive, match="no file ‘c"):
            read_member(archive, "c.txt", most=2)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../etc/passwd", "outside the archive"),
        ("a/../../b", "outside the archive"),
        ("a/./b", "outside the archive"),
        ("a//b", "outside the archive"),
        ("/etc/passwd", "path on a computer"),
        ("C:/windows/x", "path on a computer"),
        ("a\\..\\b", "path on a computer"),
        ("a\nb.txt", "invisible characters"),
        ("photo\u202egnp.exe", "invisible characters"),
        ("x" * 241, "too long"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, why: str) -> None:
    assert why in refused(packed((name, b"x")))


def test_a_name_cut_by_a_nul_is_refused() -> None:
    content = packed(("a.txtXevil", b"x")).replace(b"a.txtXevil", b"a.txt\0evil")
    assert "invisible characters" in refused(content)


@given(st.lists(st.sampled_from(["a", "ü b", "x.html", "..", ".", "", "c:", "\\"]), min_size=1, max_size=5))
def test_a_safe_name_stays_below_the_folder_it_is_joined_to(parts: list[str]) -> None:
    name = "/".join(parts)
    depth, lowest = 0, 0
    for part in parts:
        depth += -1 if part == ".." else 1
        lowest = min(lowest, depth)
    if not why_name_is_unsafe(name):
        assert lowest == 0
        assert not name.startswith("/")
        assert ":" not in name
        assert "\\" not in name


def test_links_and_devices_are_refused() -> None:
    assert "is a link" in refused(packed((special("link", 0o120777), b"/etc/passwd")))
    assert "is a link" in refused(packed((special("device", 0o020666), b"")))
    check_archive(io.BytesIO(packed((special("plain", 0o100644), b"x"))))


def test_the_same_name_twice_is_refused_whatever_its_case() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = packed(("a.xml", b"1"), ("a.xml", b"2"))
    assert "two files named ‘a.xml’" in refused(twice)
    assert "two files named" in refused(packed(("a.xml", b"1"), ("A.XML", b"2")))


def test_bombs_are_refused_by_what_they_state() -> None:
    bomb = packed(("zeros", bytes(20 * 1024 * 1024)))
    assert len(bomb) < 50_000
    assert "zip bomb" in refused(bomb)
    assert "larger than 10 MB" in refused(bomb, ArchiveLimits(member=10 * 1024**2, ratio=10_000))
    assert "more than 15 MB" in refused(bomb, ArchiveLimits(total=15 * 1024**2, ratio=10_000))
    assert "more than 2 files" in refused(packed(*((str(n), b"x") for n in range(3))), ArchiveLimits(members=2))
    many = packed(*((str(n), bytes(900_000)) for n in range(30)))  # each small, all together not
    assert "zip bomb" in refused(many)


def test_a_member_that_lies_about_its_size_is_found_when_it_is_read() -> None:
    content = packed(("zeros", bytes(500_000)))
    lie = content.replace(struct.pack("<I", 500_000), struct.pack("<I", 10))
    assert "damaged" in refused(lie)


def test_overlapping_members_are_refused() -> None:
    """Two entries of the table of contents that share one member's bytes: the way a bomb is made without nesting."""
    content = packed(("aa", b"x" * 100), ("bb", b"y" * 100), method=zipfile.ZIP_STORED)
    second = content.index(b"bb") - 30
    start = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    moved = bytearray(content)
    moved[start + 42 : start + 46] = struct.pack("<I", second - 60)
    assert "overlap" in refused(bytes(moved))


def test_damage_and_passwords_are_refused() -> None:
    assert "damaged" in refused(GOOD[:-30])
    assert "damaged" in refused(b"not an archive")
    assert "damaged" in refused(b"")
    wrong = bytearray(packed(("a", b"hello"), method=zipfile.ZIP_STORED))
    wrong[wrong.index(b"hello")] ^= 1
    assert "damaged" in refused(bytes(wrong))
    secret = bytearray(packed(("a", b"hello")))
    secret[6] |= 1
    secret[secret.index(b"PK\x01\x02") + 8] |= 1
    assert "password protected" in refused(bytes(secret))
    assert "compressed in a way" in refused(packed(("a", b"x" * 99), method=zipfile.ZIP_LZMA))


def test_another_file_before_or_behind_the_archive_is_refused() -> None:
    assert "before the archive" in refused(b"%PDF-1.7 " + GOOD)
    assert "behind the archive" in refused(GOOD + b"<script>")
    assert "is empty" in refused(packed())


def test_an_archive_in_the_archive_is_refused_unless_it_is_expected() -> None:
    nested = packed(("inner.bin", GOOD))
    assert "another archive: ‘inner.bin’" in refused(nested)
    assert check_archive(io.BytesIO(nested), ArchiveLimits(nested=True)) == (Member("inner.bin", len(GOOD)),)
