"""A kind of survey that nobody else has, a questionnaire of it, and people asked."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from throughline.foundation.access.actors import ANONYMOUS
from throughline.foundation.surveys import api, registry
from throughline.foundation.surveys.models import Survey
from throughline.foundation.surveys.permissions import SurveyPermission
from throughline.foundation.surveys.rules import Naming

TODAY = date(2024, 2, 5)
NOW = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)
KIND = "test.kind"
SCALE = ["Not at all", "A little", "Mostly", "Completely"]
QUESTIONS = [
    {"key": "sure", "kind": "scale", "text": "How sure are you?", "options": SCALE},
    {
        "key": "uses",
        "kind": "multiple",
        "text": "What do you use?",
        "options": ["Toolkit", "Leaflet"],
        "required": False,
    },
    {"key": "help", "kind": "long", "text": "What would help?", "required": False},
]


@pytest.fixture
def told() -> Iterator[list[registry.Sent]]:
    """The kind is registered for the test; what its owner was told."""
    heard: list[registry.Sent] = []
    registry.register_kind(registry.SurveyKind(KIND, "Test", SurveyPermission.SEE, answered=heard.append))
    yield heard
    del registry._kinds[KIND]


@pytest.fixture
def make_survey(told: Any, scoped: Any, actor: Any) -> Callable[..., Survey]:
    """make_survey(naming, one_a_page=…, about=…) → a Survey open from 5 to 19 February 2024."""

    def make(naming: Naming = Naming.NAMED, *, one_a_page: bool = True, about: str = "1", **fields: Any) -> Survey:
        by = actor("business_unit")
        shipped = api.Shipped(f"test.{one_a_page}", KIND, "How it is", "We ask you.", QUESTIONS, one_a_page)
        version = api.published_version(shipped=shipped, by=by, today=TODAY)
        given = {"opens_on": TODAY, "closes_on": date(2024, 2, 19), "remind_after": [7]} | fields
        return api.start_survey(
            version=version, kind=KIND, about=about, title="How it is", naming=naming, by=by, **given
        )

    return make


@pytest.fixture
def asked(actor: Any) -> Callable[..., list[api.Invitation]]:
    """asked(survey, 3) → three invitations; groups go round."""

    def make(survey: Survey, people: int, *groups: str, tell: bool = False) -> list[api.Invitation]:
        rows = [
            api.ToAsk(email=f"p{n}@example.org", subject=str(n), group=groups[n % len(groups)] if groups else "")
            for n in range(people)
        ]
        return api.ask(survey=survey, people=rows, tell=tell, by=actor("business_unit"), today=TODAY, at=NOW)

    return make


@pytest.fixture
def anybody() -> Any:
    return ANONYMOUS
