"""What keeps coming back in reviews, ours and those of other areas and boards, and what was done each time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from throughline.foundation.names import key_of
from throughline.foundation.ui import formats
from throughline.office.reviews import api as reviews
from throughline.publishing.library import api as library
from throughline.publishing.website import rules
from throughline.publishing.website.records import month_of


@dataclass(frozen=True)
class ThemeReview:
    """A review that has a theme. `whose`: the area or board, '' for our own. `done`: what was done, a sentence each."""

    name: str
    url: str
    whose: str
    published: str
    on: date
    done: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """What keeps coming back, in reviews here and elsewhere, the latest first."""

    name: str
    reviews: tuple[ThemeReview, ...]

    @property
    def said(self) -> str:
        """In how many reviews, of whom, from when to when."""
        elsewhere = sum(bool(each.whose) for each in self.reviews)
        ours = len(self.reviews) - elsewhere
        first, last = self.reviews[-1].on.year, self.reviews[0].on.year
        where = [f"{ours} of our reviews"] if ours else []
        where += [f"{formats.counted(elsewhere, 'review')} elsewhere"] if elsewhere else []
        return f"In {' and '.join(where)}, {first if first == last else f'{first} to {last}'}."


def learning_themes(today: date) -> list[Theme]:
    """Themes of all reviews published by today, of any year and area, under their common name; those that came back
    most often first, and our own before those that only others found. Three queries."""
    found: dict[str, tuple[str, list[ThemeReview]]] = {}

    def put(themes: Iterable[str], review: ThemeReview) -> None:
        for name in dict.fromkeys(library.theme_of(theme) for theme in themes):
            found.setdefault(key_of(name), (name, []))[1].append(review)

    changes = reviews.practice_changes()
    for row in reviews.reviews_by(today):
        if row.published_from is not None or row.withheld_on is not None:
            put(row.themes, _own(row, [each for each in changes if each.review_id == row.id]))
    for other in library.reviews_elsewhere():
        whose, done = f"{other.partnership}, {other.region}", (other.done,) if other.done else ()
        on = other.published_on
        if on > today:
            continue
        put(other.themes, ThemeReview(other.title, other.url, whose, month_of(on), on, done))
    themes = [
        Theme(rules.capital(name), tuple(sorted(of, key=lambda each: each.on, reverse=True)))
        for name, of in found.values()
    ]
    return sorted(
        themes, key=lambda theme: (-len(theme.reviews), all(each.whose for each in theme.reviews), theme.name)
    )


def _own(row: reviews.ReviewRow, changes: list[reviews.PracticeChangeRow]) -> ThemeReview:
    on = row.published_from or row.withheld_on
    assert on is not None  # noqa: S101  (for the type checker)
    return ThemeReview(
        name=row.name, url=f"{reverse('website:learning')}#{row.slug}", whose="",
        published=month_of(row.published_from) or f"not published, {month_of(row.withheld_on)}", on=on,
        done=tuple(f"{rules.capital(each.service_or_policy)}: {rules.capital(each.change)}" for each in changes),
    )  # fmt: skip
