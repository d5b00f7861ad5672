"""What the records of the apps say of agencies, beside what agencies say of themselves. Never a score: a sentence, and
where there is something to ask, a question.

An app registers in its agency_records.py; who shows them calls `records_of`. In a fixed number of queries a source.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AgencyRecord:
    """`says`: "12 of 20 in date". `question`: what to ask because of it; '' where there is nothing to ask. `url`: the
    page with the records, for who may open it."""

    says: str
    question: str = ""
    url: str = ""


type Reads = Callable[[Collection[int], date], Mapping[int, AgencyRecord]]
"""(ids of organisations, business day) → those of whom there are records. In the active scope."""

_sources: dict[str, Reads] = {}


def register_records(key: str, reads: Reads) -> None:
    """`key`: 'training', 'data', 'actions' …"""
    if key in _sources:
        raise ValueError(f"Records of agencies under '{key}' are registered twice.")
    _sources[key] = reads


def registered() -> frozenset[str]:
    return frozenset(_sources)


def records_of(
    keys: Collection[str], organisation_ids: Collection[int], today: date
) -> dict[str, Mapping[int, AgencyRecord]]:
    """Key → organisation → what its records say; a key that nobody registered is left out."""
    if not organisation_ids:
        return {}
    return {key: _sources[key](organisation_ids, today) for key in keys if key in _sources}
