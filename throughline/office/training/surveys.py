"""The surveys that training owns, as the mechanism is told of them at start."""

from throughline.foundation.surveys.api import SurveyKind, register_kind
from throughline.office.training.permissions import TrainingPermission

BEFORE = "training.before"
EVALUATION = "training.evaluation"
FOLLOW_UP = "training.follow-up"
MANAGER_VIEW = "training.manager-view"
YEARLY = "training.yearly"
NEEDS = "training.needs"

_SEES = TrainingPermission.EVALUATE

register_kind(SurveyKind(BEFORE, "Before a course", _SEES))
register_kind(SurveyKind(EVALUATION, "Course evaluation", _SEES))
register_kind(SurveyKind(FOLLOW_UP, "Three months after", _SEES))
register_kind(SurveyKind(MANAGER_VIEW, "Line manager’s view", _SEES))
register_kind(SurveyKind(YEARLY, "Annual training survey", _SEES))
register_kind(SurveyKind(NEEDS, "Training needs analysis", _SEES))
