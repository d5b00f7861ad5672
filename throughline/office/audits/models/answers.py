"""What a body answers: answers, what they stand on, who helps, what was said about them, and the signature."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.audits.models.assessments import Return

Person = settings.AUTH_USER_MODEL


class Answer(ScopedModel):
    """The answer to one question. `grade` is a rank of the cycle's scale; None with `not_applicable` or while unsaid.

    `number` counts up with each change: who saves says which one they saw (AU-04). `carried`: for how many cycles the
    words have stood unchanged, taken over by somebody who said so; 0 for what was written in this cycle.
    """

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=12)
    standard = models.CharField(max_length=12)
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    not_applicable = models.BooleanField(default=False)
    text = models.TextField("how do you know?", blank=True)
    improvement = models.TextField("what will be better, and by when", blank=True)
    carried = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["of", "question"]
        constraints = [
            models.UniqueConstraint(fields=["of", "question"], name="audit_answer_once"),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | Q(grade=None), name="audit_answer_graded_or_not_applicable"
            ),
        ]

    @property
    def is_answered(self) -> bool:
        return self.grade is not None or self.not_applicable


class StandardGrade(ScopedModel):
    """The grades that a return gives itself on one standard: how many, their sum, the lowest. Kept with each answer."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="standards")
    cycle_id = models.BigIntegerField(help_text="The return's cycle, here so that one index answers the heat map.")
    standard = models.CharField(max_length=12)
    graded = models.PositiveSmallIntegerField()
    total = models.PositiveIntegerField()
    lowest = models.PositiveSmallIntegerField()

    class Meta(ScopedModel.Meta):
        ordering = ["of", "standard"]
        indexes = [
            models.Index(
                fields=["cycle_id", "space", "standard", "lowest", "graded", "total"], name="audit_standard_heat"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["of", "standard"], name="audit_standard_grade_once"),
            models.CheckConstraint(condition=Q(graded__gt=0), name="audit_standard_grade_of_something"),
        ]

    @property
    def mean(self) -> float:
        return self.total / self.graded


class Evidence(ScopedModel):
    """A file or a link, once, for as many questions as it serves. `expires`: from that day on it proves nothing."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(max_length=200)
    link = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expires = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(file__isnull=False) & Q(link="")) | (Q(file=None) & ~Q(link="")),
                name="audit_evidence_is_a_file_or_a_link",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="audit_evidence_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceUse(ScopedModel):
    """This evidence serves that question."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="uses")
    question = models.CharField(max_length=12)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["evidence", "question"], name="audit_evidence_use_once")]


class Comment(ScopedModel):
    """What was said about an answer among those who work on the return. Written once."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="comments")
    question = models.CharField(max_length=12)
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["of", "question"], name="audit_comment_by_question")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="audit_comment_says_something")]


class Contributor(ScopedModel):
    """Somebody whom the lead asked to help, by address. `standards`: codes; empty for all. `signs`: may sign off."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="contributors")
    email = models.EmailField()
    standards = models.JSONField(default=list)
    signs = models.BooleanField(default=False)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["email"]
        indexes = [models.Index(fields=["email"], name="audit_contributor_by_email")]
        constraints = [models.UniqueConstraint(fields=["of", "email"], name="audit_contributor_once")]


class Signature(ScopedModel):
    """Somebody answers for the content, whose hash is here. `together_…`: who else agreed, and on which day, where the
    question set asks for two: signed here by whoever was asked at `together_email` (`together_by`), or stated by the
    first for a signature on paper. Written once, the second's part once; `current` until the content changes again."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="signatures")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200)
    together_name = models.CharField(max_length=200, blank=True)
    together_post = models.CharField(max_length=200, blank=True)
    together_on = models.DateField(null=True, blank=True)
    together_email = models.EmailField(blank=True)
    together_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    current = models.BooleanField(default=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["together_email"], name="audit_signature_by_second")]
        constraints = [
            models.UniqueConstraint(fields=["of"], condition=Q(current=True), name="audit_signature_one_current"),
            models.CheckConstraint(
                condition=Q(together_by=None) | ~Q(together_name=""), name="audit_signature_second_has_a_name"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(post=""), name="audit_signature_by_somebody"),
            models.CheckConstraint(
                condition=Q(together_name="", together_on=None)
                | (~Q(together_name="") & ~Q(together_post="") & Q(together_on__isnull=False)),
                name="audit_signature_together_whole",
            ),
        ]

    @property
    def awaits_second(self) -> bool:
        return bool(self.together_email) and not self.together_name
