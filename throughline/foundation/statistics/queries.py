"""Reads of official statistics."""

from throughline.foundation.statistics.models import DataSet
from throughline.foundation.statistics.reading import Roles


def known_data_sets() -> dict[frozenset[str], Roles]:
    """Columns → what each is, of the data sets imported before: next year's file needs no deciding."""
    found = {}
    for data_set in DataSet.objects.all():
        roles = Roles(tuple(data_set.filters), tuple(data_set.indicators))
        found[frozenset(roles.filters + roles.indicators)] = roles
    return found
