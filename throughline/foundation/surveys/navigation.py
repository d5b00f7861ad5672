"""Surveys in the menus."""

from throughline.foundation.access.navigation import entry
from throughline.foundation.surveys.permissions import SurveyPermission

entry(
    "Surveys",
    "surveys:list",
    area="office",
    order=45,
    permission=SurveyPermission.SEE,
    says="See who was asked, how many answered and what they said; write questionnaires.",
)
