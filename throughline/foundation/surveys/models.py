"""Questionnaires with their versions, surveys, who was asked, what was answered.

Invitations, drafts, responses and answers have no history on purpose: a history row would say when, and so who.
"""

import secrets
import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.surveys.rules import THRESHOLD, Naming, Question, read_questions
from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class Frozen(TypeError):
    """A published version was about to be changed."""


class Questionnaire(ScopedModel):
    """A set of questions under one key, such as 'training.yearly-survey'; what is asked stands in its versions."""

    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["space", "key"], name="survey_questionnaire_once")]

    def __str__(self) -> str:
        return self.title


class QuestionnaireVersion(ScopedModel):
    """What is asked, and how. Once published it never changes: every answer knows which words it answered."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    introduction = models.TextField(blank=True)
    questions = models.JSONField()
    one_a_page = models.BooleanField(default=False)
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="survey_version_once"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(published_on=None), name="survey_version_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(published_on=None, published_by=None)
                | Q(published_on__isnull=False, published_by__isnull=False),
                name="survey_version_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire}, version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and type(self).objects.filter(pk=self.pk, published_on__isnull=False).exists():
            raise Frozen(f"{self} is published and never changes.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.published_on is not None:
            raise Frozen(f"{self} is published and stays.")
        return super().delete(*args, **kwargs)

    @property
    def asked(self) -> tuple[Question, ...]:
        return read_questions(self.questions)


class Survey(ScopedModel):
    """A published version asked of invited people. `kind` and `about` are its owner's: 'training.evaluation', '12'.

    `closes_on` is the last day. `remind_after`: days after the invitation on which who has not answered is reminded.
    """

    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.PROTECT, related_name="surveys")
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=100)
    title = models.CharField(max_length=250)
    naming = models.CharField(max_length=9, choices=[(n.value, n.value) for n in Naming])
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)
    remind_after = models.JSONField(default=list)
    threshold = models.PositiveIntegerField(default=THRESHOLD)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "kind", "about"], name="survey_once_an_owner_and_about"),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("opens_on")), name="survey_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=Q(naming__in=[n.value for n in Naming]), name="survey_naming_known"),
            models.CheckConstraint(
                condition=~Q(naming=Naming.ANONYMOUS) | Q(threshold__gte=THRESHOLD),
                name="survey_anonymous_hides_small_groups",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_anonymous(self) -> bool:
        return self.naming == Naming.ANONYMOUS

    def is_open(self, today: date) -> bool:
        return self.opens_on <= today and (self.closes_on is None or today <= self.closes_on)


def new_token() -> str:
    """144 bits: nobody guesses a link."""
    return secrets.token_urlsafe(18)


class Invitation(ScopedModel):
    """Somebody was asked. `subject` is the owner's key of what about (a booking), `group` what results are grouped by.

    Anonymous: once answered, `answered` is all that is left, and the link (`token`) is gone.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField()
    subject = models.CharField(max_length=100, blank=True)
    group = models.CharField(max_length=120, blank=True)
    # None once burnt; an empty text would not be unique.
    token = models.CharField(max_length=40, unique=True, null=True, default=new_token)  # noqa: DJ001
    asked_on = models.DateField()
    reminders = models.PositiveIntegerField(default=0)
    answered = models.BooleanField(default=False)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "email", "subject"], name="survey_invitation_once"),
            models.CheckConstraint(
                condition=Q(answered=True) | Q(token__isnull=False), name="survey_invitation_has_a_link"
            ),
        ]
        indexes = [
            models.Index(fields=["survey", "answered"], name="survey_invitation_state"),
            models.Index(fields=["person", "answered"], name="survey_invitation_person"),
        ]

    def __str__(self) -> str:
        return f"{self.survey}: invitation {self.pk}"


class OpenLink(ScopedModel):
    """One link for a whole group (an agency's staff), so that nobody is asked by name. `group` is the owner's key, and
    what the answers are grouped by; `expected` is how many people the link is for, None where nobody has said.

    It lies in the group's space, and so do its answers. Only of an anonymous survey (an operation sees to that).
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="links")
    group = models.CharField(max_length=120)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    expected = models.PositiveIntegerField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "group"], name="survey_link_once_a_group"),
            models.CheckConstraint(condition=~Q(group=""), name="survey_link_of_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.survey}: open link {self.pk}"


class Draft(ScopedModel):
    """Answers not sent yet, so that nothing typed is lost between pages. Gone once sent, or when the survey closes."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="draft")
    answers = models.JSONField(default=dict)


class Response(ScopedModel):
    """One person's answers as sent. Random id: the order of responses says nothing. See the module on history.

    Named: with its invitation and day. Anonymous: with neither.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="response"
    )
    group = models.CharField(max_length=120, blank=True)
    day = models.DateField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(invitation=None, day=None) | Q(invitation__isnull=False, day__isnull=False),
                name="survey_response_named_or_not_at_all",
            ),
        ]
        indexes = [models.Index(fields=["survey"], name="survey_response_survey")]


class Answer(ScopedModel):
    """An answer to one question. A multiple choice is a row a choice. `number` holds a score or number, `value` the
    code of a choice, `text` what was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    value = models.CharField(max_length=10, blank=True)
    number = models.IntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["question", "id"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question", "value"], name="survey_answer_once"),
            models.CheckConstraint(
                condition=~Q(value="") | Q(number__isnull=False) | ~Q(text=""), name="survey_answer_says_something"
            ),
        ]
        indexes = [models.Index(fields=["question"], name="survey_answer_question")]
