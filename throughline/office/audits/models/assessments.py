"""A cycle of self-assessments, who answers in it, and how far each return is.

A joint cycle lies in the joint space. A return lies where its body does: shared by the partnerships that share the
body, so that it is answered once, or in one partnership's home.
"""

import json

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import Partnership, ScopedModel
from throughline.office.audits.models.records import AuditCycle
from throughline.office.audits.rules.question_sets import APPLIES_TO, KINDS, QuestionSet, read_text
from throughline.office.audits.rules.returns import WHY
from throughline.office.audits.rules.scales import CarryRule
from throughline.office.audits.workflow import CYCLE, RETURN


class Body(ScopedModel):
    """Who can be asked: an agency of the partnership, or a school known by its URN. The same row cycle after cycle."""

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=list(APPLIES_TO.items()))
    organisation = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    urn = models.CharField("URN", max_length=6, blank=True)
    trust = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True, help_text="Of who answers for it: the safeguarding lead.")
    contact = models.CharField(max_length=200, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "urn"], condition=~Q(urn=""), name="audit_body_urn_once"),
            models.UniqueConstraint(fields=["space", "organisation"], name="audit_body_organisation_once"),
            models.CheckConstraint(condition=~Q(name=""), name="audit_body_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AssessmentCycle(ScopedModel):
    """One round of a question set. `content` is the published version as it was when the cycle was made.

    `year` as written ('2024-25'). `chase_days`: days before (negative) and after the due day on which who has not
    submitted is written to. `previous`: the cycle whose answers stand beside, carried by `carry_rule`. `run_by` chases
    those whom several partnerships share.
    """

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    year = models.CharField(max_length=20)
    set_title = models.CharField(max_length=200)
    set_version = models.PositiveIntegerField()
    content = models.JSONField()
    introduction = models.TextField(blank=True)
    opens_on = models.DateField()
    due = models.DateField()
    chase_days = models.JSONField(default=list)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="following")
    carry_rule = models.CharField(
        max_length=10, choices=[(rule.value, rule.label) for rule in CarryRule], default=CarryRule.CAUTIOUS
    )
    state = models.CharField(max_length=10, choices=CYCLE.choices, default=CYCLE.initial)
    run_by = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(AuditCycle, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "kind", "year", "title"], name="audit_assessment_once"),
            models.CheckConstraint(condition=Q(due__gt=F("opens_on")), name="audit_assessment_due_after_it_opens"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def questions(self) -> QuestionSet:
        return read_text(json.dumps(self.content))


class Return(ScopedModel):
    """What one body answers in one cycle. Name, kind, URN and trust are as when it was asked.

    `asked` questions fall to it, `answered` of them are answered; both are kept with each saved answer.
    """

    cycle = models.ForeignKey(AssessmentCycle, on_delete=models.PROTECT, related_name="returns")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="returns")
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=list(APPLIES_TO.items()))
    urn = models.CharField("URN", max_length=6, blank=True)
    trust = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=10, choices=list(WHY.items()))
    due = models.DateField()
    lead_email = models.EmailField(blank=True)
    state = models.CharField(max_length=12, choices=RETURN.choices, default=RETURN.initial)
    asked = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField(default=0)
    submitted_on = models.DateField(null=True, blank=True)
    sent_back = models.TextField("questions asked when it was sent back", blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["cycle", "name", "id"], name="audit_return_by_name"),
            models.Index(fields=["cycle", "state", "due"], name="audit_return_by_state"),
            models.Index(fields=["cycle", "trust"], name="audit_return_by_trust"),
            models.Index(fields=["lead_email"], name="audit_return_by_lead"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "body"], name="audit_return_once"),
            models.CheckConstraint(condition=Q(answered__lte=F("asked")), name="audit_return_answers_what_is_asked"),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "accepted"]) | Q(submitted_on__isnull=False),
                name="audit_return_submitted_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.cycle}"


class Extension(ScopedModel):
    """A due day was moved for one return, with the reason. Written once."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="extensions")
    due_before = models.DateField()
    due_after = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="audit_extension_has_a_reason"),
            models.CheckConstraint(condition=Q(due_after__gt=F("due_before")), name="audit_extension_extends"),
        ]


class ChaseRun(ScopedModel):
    """The digest of a day has gone out. In the home space."""

    day = models.DateField()
    people = models.PositiveIntegerField()

    class Meta(ScopedModel.Meta):
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["space", "day"], name="audit_chase_once_a_day")]
