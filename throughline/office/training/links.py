"""Courses in the golden thread: what followed from a review is taught there. Courses are public."""

from collections.abc import Collection, Mapping

from throughline.foundation.access.actors import Actor
from throughline.foundation.links.api import Kind, Named, register_kind
from throughline.office.training.models import Course

COURSE = "training.course"
FOUND = 20


def _seen(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    return {row.pk: Named(row.title, note=row.mode) for row in Course.objects.filter(pk__in=ids)}


def _find(actor: Actor, words: str) -> Mapping[int, Named]:
    found = Course.objects.all()
    for word in words.split():
        found = found.filter(title__icontains=word)
    return {row.pk: Named(row.title, note=row.mode) for row in found.order_by("title", "pk")[:FOUND]}


register_kind(Kind(COURSE, "Course", seen=_seen, find=_find, public=True))
