"""Stalls, and how many came."""

from django.db.models import QuerySet

from throughline.office.training.models import HeadCount, Stall


def stalls_of(session_id: int) -> QuerySet[Stall]:
    return Stall.objects.filter(session_id=session_id).order_by("agency", "pk")


def counts_of(session_id: int) -> QuerySet[HeadCount]:
    return HeadCount.objects.filter(session_id=session_id).order_by("sort", "pk")
