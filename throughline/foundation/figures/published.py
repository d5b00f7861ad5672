"""What the public may see of a figure: the publishing wing answers, by `register`. Until it does, nothing is public."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from throughline.foundation.figures.values import Value


@dataclass(frozen=True)
class PublishedInput:
    """A figure that a derived one stands on, as the same edition shows it ('290 children', 'c')."""

    id: str
    label: str
    shown: str


@dataclass(frozen=True)
class EarlierEdition:
    """What an earlier edition showed for the figure."""

    edition: str
    shown: str
    as_at: date
    url: str = ""


@dataclass(frozen=True)
class PublishedFigure:
    """A figure as an edition froze it. `figure` has no value, numerator, denominator or records where it is hidden.

    edition: its name ('2023-24, first edition'); url: the page of the edition that shows it; `inputs` only those that
    the edition shows too; `earlier`: the newest first.
    """

    figure: Value
    hidden: bool
    edition: str
    url: str
    as_at: date
    published_at: datetime
    inputs: tuple[PublishedInput, ...] = ()
    earlier: tuple[EarlierEdition, ...] = ()

    def __post_init__(self) -> None:
        kept = (self.figure.value, self.figure.numerator, self.figure.denominator)
        if self.hidden and (any(number is not None for number in kept) or self.figure.records):
            raise ValueError(f"The hidden figure '{self.figure.id}' was published with its numbers.")


Lookup = Callable[[str, str], PublishedFigure | None]

_lookups: list[Lookup] = []


def register(lookup: Lookup) -> None:
    """`lookup(figure_id, year)` in the active scope: the figure in the newest edition, None when it has none."""
    if _lookups:
        raise ValueError("What is published is answered by one app.")
    _lookups.append(lookup)


def published(figure_id: str, year: str) -> PublishedFigure | None:
    return _lookups[0](figure_id, year) if _lookups else None
