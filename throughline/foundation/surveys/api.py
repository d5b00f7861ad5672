"""The door for other apps: register a kind, start a survey, ask people, read what came back.

A survey's owner calls `published_version`, `start_survey` and `ask` inside its own operation, which asks for the
permission; results come with small groups hidden, except `scores` and `written`, whose caller hides them itself.
"""

from throughline.foundation.surveys.models import Invitation, Survey
from throughline.foundation.surveys.operations import Shipped, ToAsk, ask, published_version, start_survey
from throughline.foundation.surveys.queries import (
    Results,
    answered_subjects,
    counted,
    invitation_about,
    invited,
    open_invitations,
    results,
    scores,
    standings,
    surveys_of,
    written,
)
from throughline.foundation.surveys.registry import Sent, SurveyKind, register_kind
from throughline.foundation.surveys.rules import THRESHOLD, Kind, Naming, Question, group_means, hidden_groups
from throughline.foundation.surveys.statistics import PairedChange, paired_change
from throughline.foundation.surveys.words import answer_path

__all__ = [
    "THRESHOLD",
    "Invitation",
    "Kind",
    "Naming",
    "PairedChange",
    "Question",
    "Results",
    "Sent",
    "Shipped",
    "Survey",
    "SurveyKind",
    "ToAsk",
    "answer_path",
    "answered_subjects",
    "ask",
    "counted",
    "group_means",
    "hidden_groups",
    "invitation_about",
    "invited",
    "open_invitations",
    "paired_change",
    "published_version",
    "register_kind",
    "results",
    "scores",
    "standings",
    "start_survey",
    "surveys_of",
    "written",
]
