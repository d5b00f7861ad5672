"""What keeps coming back over all published reviews."""

from datetime import date
from typing import Any

import pytest

from throughline.office.reviews.models import PracticeChange, Review
from throughline.publishing.library.models import Elsewhere

pytestmark = pytest.mark.django_db


def review(space_id: int, name: str, month: int | None, themes: list[str]) -> Review:
    published = {"published": f"2023-{month:02}", "published_from": date(2023, month, 1)} if month else {}
    return Review.objects.create(
        space_id=space_id, kind="learning lessons review", name=name, slug=name.lower(), themes=themes, **published
    )


def test_themes_that_come_back_stand_first_with_what_was_done_here_and_elsewhere(scoped: Any, client: Any) -> None:
    from throughline.publishing.website.learning_themes import learning_themes

    home = scoped.home_id
    first = review(home, "First", 2, ["Safe sleep", "fathers", "moves of school"])
    review(home, "Second", 9, ["safe  sleeping", "Babies"])
    review(home, "Unpublished", None, ["fathers"])
    PracticeChange.objects.create(space_id=home, review=first, service_or_policy="hub", change="asks more")
    elsewhere = {"space_id": home, "partnership": "Some board", "says": "x"}
    Elsewhere.objects.create(
        title="Third", region="London", themes=["Babies and safe sleep", "Neglect"], published_on=date(2022, 5, 3),
        response="We ask both parents.", **elsewhere,
    )  # fmt: skip
    Elsewhere.objects.create(
        title="Fourth", region="London", themes=["Neglect", "Other"], published_on=date(2023, 5, 3), **elsewhere
    )
    found = learning_themes(date(2024, 2, 5))
    assert [(theme.name, theme.said, [each.name for each in theme.reviews]) for theme in found] == [
        ("Babies and safe sleep", "In 2 of our reviews and 1 review elsewhere, 2022 to 2023.",
         ["Second", "First", "Third"]),
        ("Neglect", "In 2 reviews elsewhere, 2022 to 2023.", ["Fourth", "Third"]),
        ("Fathers and men in families", "In 1 of our reviews, 2023.", ["First"]),
        ("Moves of school", "In 1 of our reviews, 2023.", ["First"]),
    ]  # fmt: skip
    assert [theme.name for theme in learning_themes(date(2022, 5, 3))] == ["Babies and safe sleep", "Neglect"]
    assert learning_themes(date(2022, 5, 2)) == []
    page = client.get("/learning/themes/", headers={"host": "medway.localhost"}).content.decode()
    for words in ("Hub: Asks more", "We ask both parents.", "(Some board, London), May 2022", "We have not said yet"):
        assert words in page
    assert "Unpublished" not in page
    for other in ("/learning/", "/library/learning-elsewhere/"):
        assert "Themes over all reviews" in client.get(other, headers={"host": "medway.localhost"}).content.decode()
