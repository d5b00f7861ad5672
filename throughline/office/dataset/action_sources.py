"""A point of a series as a source of actions in the tracker."""

from collections.abc import Collection

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.office.actions.api import Named, Source, register_source
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.queries.narrative import points_named

KIND = "dataset.point"


def _named(ids: Collection[int]) -> dict[int, Named]:
    found = points_named(ids)
    return {
        point: Named(words, reverse("dataset:indicator", args=[indicator]))
        for point, (words, indicator) in found.items()
    }


def _may_see(actor: Actor, ids: Collection[int]) -> Collection[int]:
    return ids if actor.may(DatasetPermission.SEE) else ()


register_source(Source(KIND, "Point of the dataset", named=_named, may_see=_may_see))
