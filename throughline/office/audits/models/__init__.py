"""The tables of audits: cycles on record, question sets, self-assessments, their answers, the panel."""

from throughline.office.audits.models.answers import (
    Answer,
    Comment,
    Contributor,
    Evidence,
    EvidenceUse,
    Signature,
    StandardGrade,
)
from throughline.office.audits.models.assessments import AssessmentCycle, Body, ChaseRun, Extension, Return
from throughline.office.audits.models.cases import (
    CaseAudit,
    CaseAuditor,
    CaseFile,
    CaseGrade,
    CaseModeration,
    CaseReturn,
    CaseVoice,
)
from throughline.office.audits.models.panel import Feedback, Moderation, PanelConflict, PanelGrade, PanelMember
from throughline.office.audits.models.records import AuditCycle
from throughline.office.audits.models.sets import Frozen, QuestionSetRow, SetVersion

__all__ = [
    "Answer",
    "AssessmentCycle",
    "AuditCycle",
    "Body",
    "CaseAudit",
    "CaseAuditor",
    "CaseFile",
    "CaseGrade",
    "CaseModeration",
    "CaseReturn",
    "CaseVoice",
    "ChaseRun",
    "Comment",
    "Contributor",
    "Evidence",
    "EvidenceUse",
    "Extension",
    "Feedback",
    "Frozen",
    "Moderation",
    "PanelConflict",
    "PanelGrade",
    "PanelMember",
    "QuestionSetRow",
    "Return",
    "SetVersion",
    "Signature",
    "StandardGrade",
]
