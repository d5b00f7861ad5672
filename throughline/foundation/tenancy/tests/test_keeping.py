"""Keeping records in step with rows: adds, revises, never deletes, and leaves alone what nothing changed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation import names
from throughline.foundation.tenancy.keeping_operations import Row, keep
from throughline.office.audits.models import AuditCycle

pytestmark = pytest.mark.django_db


def rows(*cycles: tuple[str, str]) -> list[Row]:
    return [
        Row(
            label=cycle,
            key={"kind": "section 11", "cycle": cycle, "theme": ""},
            values={"note": note},
            quiet={"position": at},
        )
        for at, (cycle, note) in enumerate(cycles)
    ]


def kept(scoped: Any, given_rows: list[Row], **options: Any) -> list[tuple[str, str, str]]:
    return [
        (each.change.what, each.change.label, each.change.details)
        for each in keep(AuditCycle, given_rows, space_id=scoped.home_id, **options)
    ]


def test_the_same_rows_again_write_nothing(scoped: Any) -> None:
    given_rows = rows(("2022-23", "full"), ("2024-25", "next"))
    assert [what for what, *_ in kept(scoped, given_rows)] == ["added", "added"]
    assert [what for what, *_ in kept(scoped, given_rows)] == ["unchanged", "unchanged"]
    assert (AuditCycle.objects.count(), AuditCycle.history.count()) == (2, 2)


def test_a_changed_value_is_a_revision_and_history_keeps_the_old_one(scoped: Any) -> None:
    kept(scoped, rows(("2022-23", "full")))
    assert kept(scoped, rows(("2022-23", "short"))) == [("changed", "2022-23", "note: full → short")]
    assert list(AuditCycle.history.order_by("history_id").values_list("note", flat=True)) == ["full", "short"]


def test_a_row_that_vanishes_stays_on_record_and_is_said(scoped: Any) -> None:
    kept(scoped, rows(("2022-23", "full"), ("2024-25", "next")))
    assert kept(scoped, rows(("2024-25", "next"))) == [
        ("moved", "2024-25", ""),
        ("missing", "section 11, 2022-23", "not in the folder any more; kept"),
    ]
    assert [each[0] for each in kept(scoped, [])] == ["missing", "missing"]
    assert AuditCycle.objects.count() == 2


def test_a_reworded_key_is_paired_and_revised(scoped: Any) -> None:
    kept(scoped, rows(("2022-23", "full"), ("2024-25", "next")))
    assert kept(scoped, rows(("2022-23", "full"), ("2024/26", "next")), pair_by=["kind"]) == [
        ("unchanged", "2022-23", ""),
        ("changed", "2024/26", "cycle: 2024-25 → 2024/26"),
    ]


def test_another_spelling_is_the_same_record(scoped: Any) -> None:
    kept(scoped, [Row("a", {"kind": "Section 11 & more", "cycle": "1", "theme": ""})])
    assert kept(scoped, [Row("a", {"kind": "section 11 and more", "cycle": "1", "theme": ""})]) == [
        ("changed", "a", "kind: Section 11 & more → section 11 and more")
    ]
    assert AuditCycle.objects.count() == 1


@pytest.mark.parametrize(
    ("one", "other", "alike", "nearly"),
    [
        ("Kent & Medway NHS & Social Care Partnership", "Kent and Medway Partnership Trust", True, False),
        ("Kent Police and Crime Commissioner", "Kent Police", True, False),
        ("Kent Fire & Rescue Service", "Kent Fire and Rescue Services", True, True),
        ("Kent Fire & Rescue Service", "kent fire and rescue service", False, False),
        ("Open Road", "Turning Point", False, False),
        ("Medway Primary Schools", "Medway Secondary Schools", False, False),
        ("Kent Police", "British Transport Police", False, False),
    ],
)
def test_names_that_look_alike(one: str, other: str, alike: bool, nearly: bool) -> None:
    assert (names.look_alike(one, other), names.nearly_the_same(one, other)) == (alike, nearly)
    assert (names.look_alike(other, one), names.nearly_the_same(other, one)) == (alike, nearly)


@given(st.text())
def test_a_key_is_its_own_key_and_a_slug_is_plain(text: str) -> None:
    assert names.key_of(names.key_of(text)) == names.key_of(text)
    assert set(names.slug_of(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
