"""The review that follows a case: who carries it out, who takes part, the draft with its comments, what is published.
All of it lies in the case's restricted space."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.reviews.models.cases import Case
from throughline.office.reviews.rules.reviewing import Process, Taking, WorkKind
from throughline.office.reviews.workflow import REVIEW


class Work(ScopedModel):
    """One a case. `name`: by which it is published. `improvements` is published in any case. `delay`: why it is late,
    as told to the Panel. `draft` counts how often the draft went out. `review_id`: the published record in the home."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="work")
    kind = models.CharField(max_length=10, choices=WorkKind.choices())
    state = models.CharField(max_length=20, choices=REVIEW.choices, default=REVIEW.initial)
    began_on = models.DateField()
    led_by = models.CharField("led by", max_length=200, blank=True)
    reviewer = models.CharField(max_length=200, blank=True)
    independent = models.TextField("why they are independent", blank=True)
    period = models.CharField("time that is looked at", max_length=200, blank=True)
    terms = models.TextField("terms of reference", blank=True)
    name = models.CharField("name by which it is published", max_length=200, blank=True)
    themes = models.CharField(max_length=300, blank=True)
    improvements = models.TextField("summary of what should improve", blank=True)
    delay = models.TextField("reasons for a delay", blank=True)
    draft = models.PositiveSmallIntegerField(default=0)
    planned_on = models.DateField("day of publication", null=True, blank=True)
    copy_sent_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    review_id = models.PositiveBigIntegerField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in WorkKind]), name="work_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["published", "withheld"], ended_on__isnull=False)
                | ~Q(state__in=["published", "withheld"]) & Q(ended_on=None),
                name="work_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(name="") & ~Q(improvements=""), name="work_published_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{WorkKind(self.kind).label} of case {self.case_id}"


class PanelMember(ScopedModel):
    """Somebody on the review's panel, for their agency."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="panel")
    name = models.CharField(max_length=200)
    agency = models.CharField("for which agency", max_length=200)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["agency", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["work", "name"], name="panel_member_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(agency=""), name="panel_member_is_said"),
        ]

    def __str__(self) -> str:
        return self.name


class ParallelProcess(ScopedModel):
    """What runs beside the review. `pauses`: publication waits for it, for the reason given, until it ends."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="processes")
    kind = models.CharField(max_length=10, choices=Process.choices())
    what = models.CharField("what it is", max_length=200)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    pauses = models.BooleanField("pauses publication", default=False)
    reason = models.TextField("why publication waits for it", blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(pauses=False) | ~Q(reason=""), name="process_pauses_with_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("since")), name="process_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Contribution(ScopedModel):
    """The family's or practitioners' part: how they were asked, what they said. An event of those involved has a name
    and a place that reveal no family: `what` is all that an invitation's page shows."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="contributions")
    kind = models.CharField(max_length=15, choices=Taking.choices())
    what = models.CharField("who, or what event", max_length=200)
    where = models.CharField("how, or where", max_length=300, blank=True)
    on = models.DateField(null=True, blank=True)
    said = models.TextField("what they said", blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="contribution_says_whose")]

    def __str__(self) -> str:
        return self.what


class Attendee(ScopedModel):
    """Somebody who was involved and is asked to a learning event. `came`: None until it is known."""

    event = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="attendees")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    came = models.BooleanField(null=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="attendee_once_an_event")]

    def __str__(self) -> str:
        return f"{self.person} at event {self.event_id}"


class DraftSection(ScopedModel):
    """A section of the report. Its history keeps each wording."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=200)
    text = models.TextField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(heading="") & ~Q(text=""), name="draft_section_says_something")
        ]

    def __str__(self) -> str:
        return self.heading


class DraftReader(ScopedModel):
    """Somebody of an agency who is asked for comments on a draft, and sees that draft alone."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="readers")
    draft = models.PositiveSmallIntegerField()
    agency = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["draft", "pk"]
        constraints = [models.UniqueConstraint(fields=["work", "draft", "person"], name="draft_reader_once_a_draft")]

    def __str__(self) -> str:
        return f"{self.agency}: draft {self.draft}"


class DraftComment(ScopedModel):
    """What a reader says of a section, and what became of it."""

    section = models.ForeignKey(DraftSection, on_delete=models.CASCADE, related_name="comments")
    reader = models.ForeignKey(DraftReader, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["section__position", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="draft_comment_says_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None) | ~Q(answer="") & Q(answered_by__isnull=False),
                name="draft_comment_answered_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk}"


class WorkFinding(ScopedModel):
    """A finding with a recommendation, and to whom: it goes into the tracker when the review ends."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="findings")
    text = models.TextField("what was found")
    recommendation = models.TextField(blank=True)
    agency = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="work_finding_says_something"),
            models.CheckConstraint(
                condition=Q(recommendation="") | Q(agency__isnull=False), name="work_recommendation_says_to_whom"
            ),
        ]

    def __str__(self) -> str:
        return f"Finding {self.pk}"


class BriefingPoint(ScopedModel):
    """One of the seven points of the briefing."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="briefing")
    point = models.CharField(max_length=60)
    text = models.TextField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["work", "point"], name="briefing_point_once")]

    def __str__(self) -> str:
        return self.point


class ClearedWord(ScopedModel):
    """A word of the record that may stand in what is published, with the reason."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="cleared")
    word = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(fields=["work", "word"], name="word_cleared_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="word_cleared_with_a_reason"),
        ]

    def __str__(self) -> str:
        return self.word
