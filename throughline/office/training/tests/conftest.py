"""Sessions as a loader records them, and people who book."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from throughline.office.partnership.models import AgencyInvolvement, Organisation
from throughline.office.training.api import SessionRow, record_sessions
from throughline.office.training.models import Session

LONDON = ZoneInfo("Europe/London")
AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)


@pytest.fixture
def at() -> datetime:
    """The business moment of these tests: 5 February 2024, 9am."""
    return AT


@pytest.fixture
def row() -> Any:
    """row(title, places_left=…) → a SessionRow on 20 February 2024 unless told."""

    def make(title: str = "Graded Care Profile 2 (GCP2)", places_left: Any = 6, **fields: Any) -> SessionRow:
        starts = fields.pop("starts", datetime(2024, 2, 20, 9, 30, tzinfo=LONDON))
        given = {
            "mode": "in person", "ends": starts + timedelta(hours=7), "booking": "open", "note": "",
            "file": "training_sessions.csv", "row": 2,
        } | fields  # fmt: skip
        return SessionRow(title=title, starts=starts, places_left=places_left, **given)

    return make


@pytest.fixture
def record(actor: Any, row: Any) -> Any:
    """record(title, …) → the Session recorded in the active scope."""

    def make(title: str = "Graded Care Profile 2 (GCP2)", places_left: Any = 6, **fields: Any) -> Session:
        given = row(title, places_left, **fields)
        record_sessions(rows=[given], by=actor("business_unit"), at=AT)
        return Session.objects.get(course__title=title, course__mode=given.mode, starts=given.starts)

    return make


@pytest.fixture
def shown() -> Callable[[Any], str]:
    """shown(response) → the page's main part as text, spaces joined."""

    def text(response: Any) -> str:
        main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0].split(">", 1)[1]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())

    return text


@pytest.fixture
def trust(scoped: Any) -> Organisation:
    """An agency of the partnership, with its sector."""
    organisation = Organisation.objects.create(space_id=scoped.home_id, name="Rainbow Trust")
    AgencyInvolvement.objects.create(
        space_id=scoped.home_id, organisation=organisation, name="Rainbow Trust", sector="voluntary"
    )
    return organisation
