"""Who waits for a place, when places are offered, and the school holidays that give more time to answer."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.training.models.bookings import Booking
from throughline.office.training.models.sessions import Session, SessionShare
from throughline.office.training.rules import REFERENCE_LENGTH
from throughline.office.training.rules.waiting import LIVE, OfferTimes, WaitingStatus

_FIRST = OfferTimes()
_OFFERED = ("offered", "accepted", "declined", "lapsed")


class WaitingEntry(ScopedModel):
    """Somebody waits for a place on a session. Times are business moments.

    `number` is the order of arrival, never reused or changed. `front_…`: the office put the entry before the others,
    with its reason, for all in the office to see. `agency_name`, `organisation` and `sector` are where the person
    worked when they joined; `share` is the share of the places that a held offer took. `person` is emptied when the
    entry is purged.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="waiting_entries")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reference = models.CharField(max_length=REFERENCE_LENGTH, unique=True)
    agency_name = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    sector = models.CharField(max_length=60, blank=True)
    share = models.ForeignKey(SessionShare, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    status = models.CharField(max_length=9, choices=[(s.value, s.value) for s in WaitingStatus])
    number = models.PositiveIntegerField()
    joined_at = models.DateTimeField()
    front_at = models.DateTimeField(null=True, blank=True)
    front_reason = models.TextField(blank=True)
    front_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)
    booking = models.OneToOneField(
        Booking, on_delete=models.PROTECT, null=True, blank=True, related_name="waiting_entry"
    )
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = [F("front_at").asc(nulls_last=True), "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(status__in=sorted(LIVE)),
                name="training_waiting_one_live_a_person_and_session",
            ),
            models.UniqueConstraint(fields=["session", "number"], name="training_waiting_order_of_arrival"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in WaitingStatus]), name="training_waiting_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(LIVE), ended_at__isnull=True, person__isnull=False)
                | (~Q(status__in=sorted(LIVE)) & Q(ended_at__isnull=False)),
                name="training_waiting_ended_unless_live",
            ),
            models.CheckConstraint(
                condition=Q(status=WaitingStatus.WAITING, offered_at__isnull=True, offered_until__isnull=True)
                | (Q(status__in=_OFFERED, offered_at__isnull=False) & Q(offered_until__gt=F("offered_at")))
                | Q(status__in=["withdrawn", "closed"]),
                name="training_waiting_offered_until_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(status=WaitingStatus.ACCEPTED, booking__isnull=False)
                | (~Q(status=WaitingStatus.ACCEPTED) & Q(booking__isnull=True)),
                name="training_waiting_accepted_has_its_booking",
            ),
            models.CheckConstraint(
                condition=Q(front_at__isnull=True, front_by__isnull=True, front_reason="")
                | (Q(front_at__isnull=False, front_by__isnull=False) & ~Q(front_reason="")),
                name="training_waiting_put_first_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["status", "offered_until"], name="training_waiting_by_status")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.person or 'somebody'} waits"

    @property
    def live(self) -> bool:
        return self.status in LIVE


class WaitingTimes(ScopedModel):
    """When a partnership offers places from its waiting lists. At most one row a space; none: rules.OfferTimes()."""

    opens = models.TimeField(default=_FIRST.opens)
    closes = models.TimeField(default=_FIRST.closes)
    days = models.PositiveSmallIntegerField(
        default=_FIRST.days, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    days_in_holidays = models.PositiveSmallIntegerField(
        default=_FIRST.days_in_holidays, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    stop_hours = models.PositiveSmallIntegerField(default=24, validators=[MaxValueValidator(336)])
    history = history()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["space"], name="training_waiting_times_once_a_space"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="training_waiting_times_open"),
            models.CheckConstraint(
                condition=Q(days__gte=1, days_in_holidays__gte=F("days")), name="training_waiting_times_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M} to {self.closes:%H:%M}"

    def as_rule(self) -> OfferTimes:
        return OfferTimes(self.opens, self.closes, self.days, self.days_in_holidays, timedelta(hours=self.stop_hours))


class SchoolHoliday(ScopedModel):
    """Days on which schools are closed, both included."""

    name = models.CharField(max_length=100)
    first = models.DateField()
    last = models.DateField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["first", "name"]
        constraints = [
            models.UniqueConstraint(fields=["space", "first"], name="training_school_holiday_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="training_school_holiday_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name
