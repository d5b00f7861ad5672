"""Multi-agency case file audits. Which child a case is stays with the agencies: nothing here leads there.

Case rows have no history on purpose: they are deleted on their day, whole. What the audit found stays in `CaseAudit`.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.audits.models.records import AuditCycle
from throughline.office.audits.workflow import CASE_AUDIT

Person = settings.AUTH_USER_MODEL


class CaseAudit(ScopedModel):
    """An audit on a theme. `seed`, `list_size`: how the cases were drawn. `counts` stays when the cases are gone:
    {domain: {"grades": [a number a step], "kappa": number or null, "cases": number}}."""

    theme = models.CharField(max_length=300)
    year = models.CharField(max_length=20)
    criteria = models.TextField()
    agreed_on = models.DateField("agreed by the executive on")
    due = models.DateField()
    purge_on = models.DateField("cases are deleted on")
    domains = models.JSONField()
    seed = models.CharField(max_length=60, blank=True)
    list_size = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=CASE_AUDIT.choices, default=CASE_AUDIT.initial)
    strengths = models.TextField(blank=True)
    to_improve = models.TextField("areas to improve", blank=True)
    summaries = models.TextField("case summaries that identify nobody", blank=True)
    counts = models.JSONField(default=dict)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="following")
    record = models.ForeignKey(AuditCycle, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-agreed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "theme", "year"], name="case_audit_once"),
            models.CheckConstraint(condition=Q(purge_on__gt=models.F("due")), name="case_audit_purged_after_it_is_due"),
        ]

    def __str__(self) -> str:
        return f"{self.theme}, {self.year}"


class CaseFile(ScopedModel):
    """One case, by its letter. `place`: where it stands in the agencies' own list, which is not here."""

    audit = models.ForeignKey(CaseAudit, on_delete=models.CASCADE, related_name="cases")
    letter = models.CharField(max_length=10)
    place = models.PositiveIntegerField()
    age_band = models.CharField(max_length=20, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["letter"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "letter"], name="case_file_letter_once"),
            models.UniqueConstraint(fields=["audit", "place"], name="case_file_place_once"),
        ]

    def __str__(self) -> str:
        return self.letter


class CaseAuditor(ScopedModel):
    """Audits the file of their own agency; known by address. One an agency."""

    audit = models.ForeignKey(CaseAudit, on_delete=models.CASCADE, related_name="auditors")
    agency = models.CharField(max_length=300)
    email = models.EmailField()

    class Meta(ScopedModel.Meta):
        ordering = ["agency", "pk"]
        constraints = [models.UniqueConstraint(fields=["audit", "agency"], name="case_auditor_once_an_agency")]

    def __str__(self) -> str:
        return self.agency


class CaseReturn(ScopedModel):
    """What an agency's file says of a case. `not_known`: the agency does not know the child. `barred`: it was the
    auditor's own case. One of the three ends it."""

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="returns")
    auditor = models.ForeignKey(CaseAuditor, on_delete=models.CASCADE, related_name="returns")
    overall = models.PositiveSmallIntegerField(null=True, blank=True)
    submitted = models.BooleanField(default=False)
    not_known = models.BooleanField(default=False)
    barred = models.BooleanField(default=False)
    at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "auditor"], name="case_return_once"),
            models.CheckConstraint(
                condition=Q(submitted=False) | Q(overall__isnull=False, not_known=False, barred=False),
                name="case_return_graded_or_not",
            ),
        ]


class CaseGrade(ScopedModel):
    """One domain of a return, with what the auditor saw."""

    of = models.ForeignKey(CaseReturn, on_delete=models.CASCADE, related_name="grades")
    domain = models.CharField(max_length=30)
    grade = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["of", "domain"], name="case_grade_once")]


class CaseModeration(ScopedModel):
    """The grade that the meeting settled on; the agencies' own stay. `domain` may be 'overall'."""

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="moderations")
    domain = models.CharField(max_length=30)
    grade = models.PositiveSmallIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "domain"], name="case_moderation_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="case_moderation_has_a_reason"),
        ]


class CaseVoice(ScopedModel):
    """What a practitioner or the family said of how it was for them."""

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="voices")
    whose = models.CharField(max_length=12, choices=[("practitioner", "A practitioner"), ("family", "The family")])
    text = models.TextField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="case_voice_says_something")]
