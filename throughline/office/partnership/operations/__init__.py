"""All writes of the partnership's facts, agencies and groups."""

from throughline.office.partnership.operations.posts import fill_post, record_post
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
    "fill_post",
    "record_agencies",
    "record_aliases",
    "record_facts",
    "record_groups",
    "record_post",
    "settle_sharing",
]
