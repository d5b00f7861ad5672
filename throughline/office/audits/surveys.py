"""The staff survey beside a cycle, as the mechanism of surveys is told of it at start."""

from throughline.foundation.surveys.api import SurveyKind, register_kind
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.rules.staff import KIND

register_kind(
    SurveyKind(KIND, "Staff survey beside a self-assessment", AuditsPermission.SEE_ALL, overview="audits:cycles")
)
