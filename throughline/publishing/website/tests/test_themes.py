"""What keeps coming back over all published reviews."""

from datetime import date
from typing import Any

import pytest

from throughline.office.reviews.models import PracticeChange, Review

pytestmark = pytest.mark.django_db


def review(space_id: int, name: str, month: int | None, themes: list[str]) -> Review:
    published = {"published": f"2023-{month:02}", "published_from": date(2023, month, 1)} if month else {}
    return Review.objects.create(
        space_id=space_id, kind="learning lessons review", name=name, slug=name.lower(), themes=themes, **published
    )


def test_themes_that_come_back_stand_first(scoped: Any, client: Any) -> None:
    from throughline.publishing.website.records import learning_themes

    first = review(scoped.home_id, "First", 2, ["Safe sleep", "fathers"])
    review(scoped.home_id, "Second", 9, ["safe  sleep"])
    review(scoped.home_id, "Unpublished", None, ["fathers"])
    PracticeChange.objects.create(space_id=scoped.home_id, review=first, service_or_policy="hub", change="asks more")
    assert [(theme.name, [each.name for each in theme.reviews]) for theme in learning_themes()] == [
        ("Safe  sleep", ["Second", "First"]), ("Fathers", ["First"]),
    ]  # fmt: skip
    page = client.get("/learning/themes/", headers={"host": "medway.localhost"}).content.decode()
    assert "Hub: Asks more" in page
    assert "Unpublished" not in page
    assert "Themes over all reviews" in client.get("/learning/", headers={"host": "medway.localhost"}).content.decode()
