"""Who owns which surveys: an app calls `register_kind` in its surveys.py."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from throughline.foundation.access.permissions import Permission
from throughline.foundation.ui.site import NavigationItem


@dataclass(frozen=True)
class Sent:
    """What the owner of a named survey is told when an answer is sent; of an anonymous one it is told nothing."""

    kind: str
    about: str
    subject: str
    person_id: int | None
    day: date


@dataclass(frozen=True)
class SurveyKind:
    """`sees`: who may see the results. `answered` runs in the transaction that keeps the answers; `onwards` gives the
    link that the last page offers (a certificate), or None. `overview` names the page on which the owner shows the
    results of several surveys together: shown one by one beside it, small groups could be worked out (SV-06). `about`
    gives a sentence on an invitation's subject to whoever is asked about somebody else; the survey does not keep it.
    `still_asked` gives those of the subjects that are still asked about, so that nobody is reminded of what is over;
    without it all are."""

    key: str
    label: str
    sees: Permission
    overview: str = ""
    answered: Callable[[Sent], None] | None = None
    onwards: Callable[[Sent], NavigationItem | None] | None = None
    about: Callable[[str], str] | None = None
    still_asked: Callable[[Collection[str]], set[str]] | None = None


_kinds: dict[str, SurveyKind] = {}


def register_kind(kind: SurveyKind) -> None:
    if kind.key in _kinds:
        raise ValueError(f"The kind of survey '{kind.key}' is registered twice.")
    _kinds[kind.key] = kind


def kind_of(key: str) -> SurveyKind:
    """Raises KeyError for a kind that nobody registered."""
    return _kinds[key]


def about(key: str, subject: str) -> str:
    """What the kind says of the subject; empty where it says nothing."""
    says = kind_of(key).about
    return says(subject) if says and subject else ""


def still_asked(key: str, subjects: Collection[str]) -> set[str]:
    """Those of the subjects of which the kind still asks; invitations about nothing ('') are always asked."""
    says = kind_of(key).still_asked
    named = {subject for subject in subjects if subject}
    return {""} | (says(named) if says and named else named)


def kinds() -> list[SurveyKind]:
    return [_kinds[key] for key in sorted(_kinds)]
