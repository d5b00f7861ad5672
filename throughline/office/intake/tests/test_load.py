"""A load: all of the folder or nothing of it."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from throughline.foundation.access.actors import ANONYMOUS, system_actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.tenancy.models import Partnership
from throughline.office.dataset import api as dataset
from throughline.office.intake.operations import LoadRefused, load_read
from throughline.office.intake.reading import read_folder
from throughline.office.intake.tests.loading import AT, KENT, LATER, MEDWAY, ON, everything, loaded, seen_by, summary
from throughline.office.partnership import api as partnership
from throughline.office.reviews import api as reviews

pytestmark = pytest.mark.django_db


def test_a_dry_run_says_what_a_load_would_say_and_writes_nothing(folder: Path, edit: Callable[..., None]) -> None:
    system_actor("command line")
    before = everything()
    dry = loaded(MEDWAY, dry_run=True)
    assert everything() == before
    assert dry == loaded(MEDWAY)
    edit("observations.csv", "2024-03-31,290", "2024-03-31,291")
    before = everything()
    dry = loaded(folder, dry_run=True)
    assert everything() == before
    assert dry == loaded(folder)
    assert summary(dry)["observations.csv"] == "1 changed, 54 unchanged"


def test_a_failure_half_way_leaves_nothing() -> None:
    """The last step, the training sessions, fails after all others have written; they are taken back."""
    by = system_actor("command line")
    read = read_folder(MEDWAY).folder
    assert read is not None
    first, *others = read.rows("training_sessions.csv")
    backwards = replace(first, cells={**first.cells, "ends": first["starts"]})
    broken = replace(read, tables={**read.tables, "training_sessions.csv": [*others, backwards]})
    before = everything()
    with pytest.raises(Refused, match="the session ends before it starts"):
        load_read(
            folder=broken, notes=[], by=by, at=AT, on=ON, slug=None, dry_run=False, demonstration=False, distinct=[]
        )
    assert everything() == before


def test_only_who_may_load_loads(actor: Callable[..., Any]) -> None:
    for by in (ANONYMOUS, actor("practitioner"), actor("business_unit", second_factor=False)):
        before = everything()
        with pytest.raises(NotPermitted):
            loaded(MEDWAY, by=by)
        assert everything() == before


def test_long_names_fit_or_are_refused(folder: Path, edit: Callable[..., None]) -> None:
    """300 characters fit; two long names with one beginning stay two; a letter that grows in a slug breaks nothing."""
    for name in ("a" * 298 + " b", "a" * 298 + " c", "ﬃ" * 150):
        edit("observations.csv", "", f"{name},Medway,2024-03-31,1,views,section one")
        edit("contributions.csv", "", f"{name},1,")
        edit("agencies.csv", "", f"{name},other,")
        edit("reviews.csv", "", f"rapid review,{name[-199:]},2024-03,")
    loaded(folder)
    with seen_by("medway"):
        assert len(partnership.agencies()) == 31
        assert len({row.indicator_slug for row in dataset.observations()}) == 48
        assert max(len(row.indicator_slug) for row in dataset.observations()) == 200
        assert len({row.slug for row in reviews.reviews()}) == 6
    edit("agencies.csv", "", f"{'d' * 301},other,")
    with pytest.raises(LoadRefused, match=r"is 301 characters long; at most 300 fit"):
        loaded(folder)


def test_a_question_is_answered_by_an_alias_or_by_saying_distinct(folder: Path, edit: Callable[..., None]) -> None:
    assert len(loaded(folder, dry_run=True).questions) == 1
    assert loaded(folder, dry_run=True, distinct=["kent police & crime commissioner"]).questions == []
    (folder / "distinct.csv").write_text("name,is_not\nKent Police and Crime Commissioner,Kent Police\n")
    assert loaded(folder).questions == []
    (folder / "distinct.csv").unlink()
    edit("aliases.csv", "", "Kent Police,Kent Police and Crime Commissioner")
    report = loaded(folder, LATER)
    assert report.questions == []
    assert summary(report)["contributions.csv"] == "1 changed, 10 unchanged"


def test_an_alias_that_ties_nothing_is_noted(folder: Path, edit: Callable[..., None]) -> None:
    edit("aliases.csv", "", "Somebody,Somebody else")
    assert loaded(folder).notes == [
        "aliases.csv, row 11: neither 'Somebody' nor 'Somebody else' is the partnership, an agency or a group; the row"
        " ties nothing."
    ]


def told(*arguments: str) -> tuple[str, str, str]:
    """(stdout, stderr, how it failed) of the command."""
    out, err, failed = io.StringIO(), io.StringIO(), ""
    try:
        call_command("load_partnership", *arguments, stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        failed = f"{error.returncode}: {error}"
    return out.getvalue(), err.getvalue(), failed


def test_the_command_loads_and_says_so() -> None:
    out, err, failed = told(str(KENT), "--demonstration")
    assert (err, failed) == ("", "")
    assert [line for line in out.splitlines() if not line.startswith("  ")] == [
        "Kent Safeguarding Children Multi-Agency Partnership (kent)",
        "partnership.toml: 4 added",
        "agencies.csv: 3 added",
        "groups.csv: 4 added",
    ]
    assert Partnership.objects.get().demonstration
    assert told(str(KENT))[0].splitlines()[-1] == "Nothing changed."


def test_the_command_refuses_on_stderr_and_writes_not_even_its_account(folder: Path, edit: Callable[..., None]) -> None:
    edit("agencies.csv", "Kent Police,police", "Kent Police,polise")
    edit("audits.csv", "cycle", "round")
    before = everything()
    out, err, failed = told(str(folder))
    assert (out, failed) == ("", "1: Refused because of 2 problems. Nothing was written.")
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "agencies.csv, row 3, column sector", "audits.csv, row 1, column cycle"
    ]  # fmt: skip
    assert everything() == before
    assert User.objects.count() == 0


def test_the_command_dry_runs_a_partnership_that_is_not_there() -> None:
    before = everything()
    out, err, failed = told(str(MEDWAY), "--dry-run")
    assert (err, failed) == ("", "")
    assert out.splitlines()[0] == "Medway Safeguarding Children Partnership (medway) would be new"
    assert out.splitlines()[-1] == "Dry run: nothing was written."
    assert everything() == before


def test_the_command_loads_under_a_name() -> None:
    User.objects.create_user(email="ann@example.org", name="Ann Field")
    assert told(str(MEDWAY), "--by", "nobody@example.org")[2] == "1: There is no active account nobody@example.org."
    told(str(MEDWAY), "--by", "Ann@example.org")
    with seen_by("medway"):
        assert {row.returned_by for row in dataset.observations()} == {"Ann Field"}
