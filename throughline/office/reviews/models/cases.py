"""A case and what is known of it. All of it lies in the case's restricted space."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.reviews.rules.words import Harm, Origin, Outcome, PanelAnswer, Part, Standing, Triage
from throughline.office.reviews.workflow import CASE


class Case(ScopedModel):
    """One a restricted space. `title` is the working name, seen by members alone. `from_whom`: the agency or area."""

    restricted = models.OneToOneField("restricted.RestrictedSpace", on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices())
    title = models.CharField("working name", max_length=200)
    from_whom = models.CharField("agency or area", max_length=200, blank=True)
    referrer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    came_on = models.DateField()
    what = models.TextField("what is asked for, and why")
    expected_on = models.DateField("day expected", null=True, blank=True)
    state = models.CharField(max_length=20, choices=CASE.choices, default=CASE.initial)
    triage = models.CharField(max_length=20, choices=Triage.choices(), blank=True)
    triaged_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices(), blank=True)
    decided_on = models.DateField(null=True, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    pack_sent_on = models.DateField(null=True, blank=True)
    panel_answer = models.CharField(max_length=20, choices=PanelAnswer.choices(), blank=True)
    panel_answered_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField("day of our answer to who asked", null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="case_has_a_working_name"),
            models.CheckConstraint(condition=~Q(what=""), name="case_says_what"),
            models.CheckConstraint(
                condition=Q(triage="", triaged_on=None) | ~Q(triage="") & Q(triaged_on__isnull=False),
                name="case_triaged_says_when",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on=None) | ~Q(outcome="") & Q(decided_on__isnull=False),
                name="case_decided_says_when",
            ),
            models.CheckConstraint(
                condition=Q(panel_answer="", panel_answered_on=None)
                | ~Q(panel_answer="") & Q(panel_answered_on__isnull=False),
                name="case_panel_answered_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Incident(ScopedModel):
    """The serious incident of a case. `aware_at`: when the local authority became aware."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="incident")
    aware_at = models.DateTimeField("when the local authority became aware")
    happened_on = models.DateField("day of the incident", null=True, blank=True)
    place = models.CharField("place of the incident", max_length=200, blank=True)
    incident_area = models.CharField("area in which it happened", max_length=100)
    home_area = models.CharField("area in which the child lives", max_length=100)
    harm = models.CharField(max_length=10, choices=Harm.choices())
    standing = models.CharField(max_length=20, choices=Standing.choices(), blank=True)
    account = models.TextField("what happened")
    history = history()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(harm__in=[h.value for h in Harm]), name="incident_harm_known"),
            models.CheckConstraint(condition=~Q(account=""), name="incident_says_what_happened"),
        ]

    def __str__(self) -> str:
        return f"Incident of case {self.case_id}"


class Criterion(ScopedModel):
    """A criterion of the law or the regulations, judged with reasons. `key` is one of `rules.words`."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="criteria")
    key = models.CharField(max_length=20)
    met = models.BooleanField()
    reasons = models.TextField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="criterion_once_a_case"),
            models.CheckConstraint(condition=~Q(reasons=""), name="criterion_judged_with_reasons"),
        ]

    def __str__(self) -> str:
        return self.key


class CaseText(ScopedModel):
    """What is written under one heading of the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="texts")
    part = models.CharField(max_length=20, choices=Part.choices())
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "part"], name="case_text_once_a_part")]

    def __str__(self) -> str:
        return self.part


class HouseholdPerson(ScopedModel):
    """Somebody of the family or the household, and what they are to the child. `at_home`: lived there at the time."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="household")
    name = models.CharField(max_length=200)
    relation = models.CharField("what they are to the child", max_length=100)
    born = models.DateField("date of birth", null=True, blank=True)
    at_home = models.BooleanField("lived in the household", default=True)
    note = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(name="") & ~Q(relation=""), name="household_person_is_said")]

    def __str__(self) -> str:
        return self.name


class PlanStep(ScopedModel):
    """A step of the rapid review's plan, on a working day after the notification."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="plan")
    working_day = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["working_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(working_day__gte=1) & ~Q(what=""), name="plan_step_says_when_and_what")
        ]

    def __str__(self) -> str:
        return self.what
