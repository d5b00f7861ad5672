"""All writes of the partnership's facts, agencies and groups."""

from throughline.office.partnership.operations.recording import (
    AgencyInput,
    FactsInput,
    GroupInput,
    PopulationInput,
    record_agencies,
    record_aliases,
    record_facts,
    record_groups,
)
from throughline.office.partnership.operations.sharing import settle_sharing

__all__ = [
    "AgencyInput",
    "FactsInput",
    "GroupInput",
    "PopulationInput",
    "record_agencies",
    "record_aliases",
    "record_facts",
    "record_groups",
    "settle_sharing",
]
