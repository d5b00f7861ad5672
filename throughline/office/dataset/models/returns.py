"""Rounds of returns: what each agency is asked for a quarter, what it said, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.dataset.models.indicators import Indicator
from throughline.office.dataset.models.releasing import AudiencePolicy
from throughline.office.dataset.rules.checking import Kind, Missing
from throughline.office.dataset.rules.returned import Given, Standing
from throughline.office.dataset.workflow import RETURN

STANDINGS = [(each.value, each.label) for each in Standing]
NUMBERED = Q(standing="number", number__isnull=False)
WITHOUT = Q(standing__in=["not_held", "not_yet", "suppressed", "missing"], number=None)
AUDIENCES = [(each.value, each.label) for each in (AudiencePolicy.Audience.AGENCIES, AudiencePolicy.Audience.SUBGROUP)]
PAIRS = ["cannot_exceed", "required_pair", "exclusive_pair", "sum_of_parts"]


class ReturnRound(ScopedModel):
    """A quarter's returns, of all agencies. `wider_area`: the name of the area for which some hold their numbers only
    ('Kent and Medway'), '' where there is none."""

    year = models.CharField("report year", max_length=7)
    quarter = models.PositiveSmallIntegerField()
    starts = models.DateField()
    ends = models.DateField()
    opened_on = models.DateField()
    due = models.DateField()
    wider_area = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-ends", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "year", "quarter"], name="return_round_once_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="return_round_quarter"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="return_round_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.year} Q{self.quarter}"


class Return(ScopedModel):
    """One agency's return of a round. `revision` counts the times it was saved, so that two who fill it at once see
    each other."""

    round = models.ForeignKey(ReturnRound, on_delete=models.PROTECT, related_name="returns")
    agency = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=RETURN.choices, default=RETURN.initial)
    revision = models.PositiveIntegerField(default=0)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["agency__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "agency"], name="return_once_a_round_and_agency"),
            models.CheckConstraint(
                condition=Q(state__in=[name for name, _ in RETURN.choices]), name="return_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False, approved_by__isnull=False),
                name="return_accepted_was_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.round}"


class ReturnLine(ScopedModel):
    """One thing that a return asks, and what was said. `unit` is what is counted (of a rate its numerator). `category`
    of a `breakdown`, both '' for the whole. `accepted_…`: what the analyst accepted last, None before that."""

    agency_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField("version of the definition")
    unit = models.CharField(max_length=100)
    period = models.CharField(max_length=20)
    breakdown = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=100, blank=True)
    position = models.PositiveIntegerField(default=0)
    standing = models.CharField(max_length=12, choices=STANDINGS, default=Standing.MISSING)
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    said_at = models.DateTimeField(null=True, blank=True)
    accepted_standing = models.CharField(max_length=12, choices=STANDINGS, blank=True)
    accepted_number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency_return", "indicator", "breakdown", "category"], name="return_line_once"
            ),
            models.CheckConstraint(
                condition=NUMBERED | WITHOUT | Q(standing="wider_area"), name="return_line_number_where_there_is_one"
            ),
            models.CheckConstraint(
                condition=Q(breakdown="", category="") | ~Q(breakdown="") & ~Q(category=""),
                name="return_line_category_of_a_breakdown",
            ),
            models.CheckConstraint(
                condition=Q(accepted_standing="", accepted_at=None)
                | ~Q(accepted_standing="") & Q(accepted_at__isnull=False),
                name="return_line_accepted_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """How spreadsheets, the API and checks name it: 'CSC-17', 'CSC-17 age 5 to 9'."""
        return f"{self.indicator.code} {self.breakdown} {self.category}".strip()

    @property
    def name(self) -> str:
        return f"{self.indicator}, {self.breakdown} {self.category}" if self.breakdown else str(self.indicator)

    @property
    def given(self) -> Given:
        return Given(Standing(self.standing), self.number)

    @property
    def accepted(self) -> Given | None:
        return Given(Standing(self.accepted_standing), self.accepted_number) if self.accepted_standing else None


class Restatement(ScopedModel):
    """An accepted value was replaced by another: both, with their days. Written once."""

    line = models.ForeignKey(ReturnLine, on_delete=models.PROTECT, related_name="restatements")
    before_standing = models.CharField(max_length=12, choices=STANDINGS)
    before_number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    before_at = models.DateTimeField()
    after_standing = models.CharField(max_length=12, choices=STANDINGS)
    after_number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    after_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(after_at__gte=F("before_at")), name="restatement_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.before.said} → {self.after.said}"

    @property
    def before(self) -> Given:
        return Given(Standing(self.before_standing), self.before_number)

    @property
    def after(self) -> Given:
        return Given(Standing(self.after_standing), self.after_number)


class Explanation(ScopedModel):
    """Why a return breaks a rule and is right all the same. It holds for the values that it explained (`mark`); it
    stays when they change. Written once."""

    agency_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="explanations")
    code = models.CharField(max_length=10)
    about = models.CharField(max_length=200)
    mark = models.CharField(max_length=32)
    says = models.TextField("what was broken")
    text = models.TextField("explanation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="explanation_has_a_text")]

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


class ReturnRule(ScopedModel):
    """A rule over two indicators of one return, with what a missing value does to it (rules.checking says what each
    kind means). Several rows of kind 'sum_of_parts' with one whole are one rule. What breakdowns, relations, a line's
    own history and the population ask needs no row."""

    kind = models.CharField(max_length=20, choices=[(name, Kind(name).label) for name in PAIRS])
    whole = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    missing = models.CharField(max_length=10, choices=[(m.value, m.label) for m in Missing], default=Missing.SKIP)
    why = models.CharField(max_length=500)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["kind", "whole_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "kind", "whole", "part"], name="return_rule_once"),
            models.CheckConstraint(condition=Q(kind__in=PAIRS), name="return_rule_kind_known"),
            models.CheckConstraint(
                condition=Q(missing__in=[m.value for m in Missing]), name="return_rule_policy_known"
            ),
            models.CheckConstraint(condition=~Q(whole=F("part")), name="return_rule_of_two_indicators"),
            models.CheckConstraint(condition=~Q(why=""), name="return_rule_says_why"),
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).code} {self.whole}, {self.part}"


class ReturnsDigestRun(ScopedModel):
    """The reminders of a day went. What fell due since is told by the next run."""

    day = models.DateField()
    people = models.PositiveIntegerField()

    class Meta(ScopedModel.Meta):
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["space", "day"], name="returns_digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.people}"


class ApiKey(ScopedModel):
    """A key with which an agency's system gives its returns, or a program reads the dataset. Only its hash is kept.
    `audience`: whose policy on small numbers holds for what it reads.

    `account` is the key's own, as whom it writes: nobody can sign in with it.
    """

    class Use(models.TextChoices):
        RETURN = "return", "Give this agency’s returns"
        READ = "read", "Read the dataset"

    name = models.CharField(max_length=100)
    use = models.CharField(max_length=10, choices=Use.choices)
    audience = models.CharField(max_length=10, choices=AUDIENCES, default=AudiencePolicy.Audience.AGENCIES)
    agency = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    start = models.CharField("its first characters", max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    ends_on = models.DateField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(use="return", agency__isnull=False) | Q(use="read"), name="api_key_to_return_has_an_agency"
            ),
            models.CheckConstraint(condition=Q(use__in=["return", "read"]), name="api_key_use_known"),
            models.CheckConstraint(condition=Q(audience__in=["agencies", "subgroup"]), name="api_key_audience_known"),
            models.CheckConstraint(condition=~Q(name=""), name="api_key_has_a_name"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_key_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name
