"""The door for other apps: register a kind, start a survey, ask people, read what came back.

A survey's owner calls `published_version`, `start_survey` and `ask` inside its own operation, which asks for the
permission; results come with small groups hidden, except `scores`, `group_choices` and `written`, whose caller hides
them itself.
"""

from throughline.foundation.surveys.models import Invitation, Survey
from throughline.foundation.surveys.operations import Shipped, ToAsk, ask, published_version, send_answers, start_survey
from throughline.foundation.surveys.operations.links import Group, expect, open_links, send_by_link
from throughline.foundation.surveys.queries import (
    LinkStanding,
    Results,
    answered_subjects,
    counted,
    group_choices,
    invitation_about,
    invited,
    link_of,
    link_standings,
    open_invitations,
    results,
    scores,
    standings,
    surveys_of,
    written,
)
from throughline.foundation.surveys.registry import Sent, SurveyKind, register_kind
from throughline.foundation.surveys.rules import (
    THRESHOLD,
    Kind,
    Naming,
    Question,
    group_means,
    hidden_groups,
    results_wait,
)
from throughline.foundation.surveys.statistics import PairedChange, paired_change
from throughline.foundation.surveys.words import answer_path, link_path, link_words

__all__ = [
    "THRESHOLD",
    "Group",
    "Invitation",
    "Kind",
    "LinkStanding",
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
    "expect",
    "group_choices",
    "group_means",
    "hidden_groups",
    "invitation_about",
    "invited",
    "link_of",
    "link_path",
    "link_standings",
    "link_words",
    "open_invitations",
    "open_links",
    "paired_change",
    "published_version",
    "register_kind",
    "results",
    "results_wait",
    "scores",
    "send_answers",
    "send_by_link",
    "standings",
    "start_survey",
    "surveys_of",
    "written",
]
