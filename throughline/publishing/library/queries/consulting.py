"""Drafts out for comment."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from throughline.foundation.access.actors import Actor
from throughline.office.partnership import api as partnership
from throughline.publishing.library.models import Consultation
from throughline.publishing.library.permissions import LibraryPermission


def consultations() -> QuerySet[Any]:
    """All, the newest first, with how many comments there are and how many wait for an answer."""
    return Consultation.objects.annotate(
        given=Count("comments", distinct=True),
        waiting=Count("comments", filter=Q(comments__answer=""), distinct=True),
    ).order_by("-opens_on", "-pk")


def consultations_for(actor: Actor) -> QuerySet[Any]:
    """What this person may read and comment on: public ones, those that an agency of theirs is asked about, all for who
    runs the library. Closed ones too, with their answers."""
    rows = consultations()
    if actor.may(LibraryPermission.MANAGE):
        return rows
    mine = Q(is_public=True)
    organisations = [post.organisation_id for post in partnership.posts_held_by(actor.user.pk if actor.user else None)]
    if any(organisations):
        mine |= Q(agencies__organisation_id__in=[each for each in organisations if each])
    return rows.filter(pk__in=Consultation.objects.filter(mine).values("pk"))


def open_to_public(today: date) -> QuerySet[Consultation]:
    """What anybody may comment on today."""
    return Consultation.objects.filter(is_public=True, ended_on=None, closes_on__gte=today).order_by("closes_on", "pk")


def asking_agencies(today: date) -> QuerySet[Consultation]:
    """What agencies are asked about and may comment on today, with those agencies."""
    rows = Consultation.objects.filter(ended_on=None, opens_on__lte=today, closes_on__gte=today)
    return rows.exclude(agencies=None).prefetch_related("agencies").order_by("pk").distinct()


def people_of(organisation_ids: Sequence[int], *, leads: bool = False) -> list[str]:
    """Addresses of who holds a post in one of the agencies, or acts for a vacant one; `leads`: who answers for it."""
    rows = partnership.posts().filter(organisation_id__in=organisation_ids)
    if leads:
        rows = rows.filter(leads=True)
    people = {post.holder or post.deputy for post in rows}
    return sorted(person.email for person in people if person is not None and person.is_active)
