"""Medway's library, alone and with Kent, as at 5 February 2024."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.tenancy.models import Space, SpacePartnership
from throughline.publishing.library.models import Version
from throughline.publishing.library.operations import Section, Text, publish_text

LONDON = ZoneInfo("Europe/London")
AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)
TODAY = AT.date()


@pytest.fixture
def at(settings: Any) -> datetime:
    settings.AS_AT = AT
    return AT


@pytest.fixture
def unit(actor: Any, scoped: Any) -> Any:
    return actor("business_unit", email="unit@example.org")


@pytest.fixture
def editor(actor: Any, scoped: Any) -> Any:
    return actor("editor", email="editor@example.org")


@pytest.fixture
def published(editor: Any) -> Callable[..., Version]:
    """published(kind="briefing", label="1.0", …) → the version, as its editor published it."""

    def make(*, day: date = TODAY, by: Any = None, **more: Any) -> Version:
        given = {
            "page": 1, "slug": "seven-points", "kind": "briefing", "title": "Seven points", "label": "1.0",
            "sections": [Section("What happened", "<p>A baby was hurt.</p>"), Section("What to do", "<p>Ask.</p>")],
        } | more  # fmt: skip
        return publish_text(given=Text(**given), today=day, by=by or editor, at=AT)

    return make


@pytest.fixture
def joint_space(partnership: Any, other_partnership: Any) -> Space:
    space = Space.objects.create(kind=Space.Kind.JOINT, name="Kent and Medway")
    for each in (partnership, other_partnership):
        SpacePartnership.objects.create(space=space, partnership=each)
    return space
