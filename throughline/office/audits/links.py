"""Audits in the golden thread: question sets, self-assessment cycles, case file audits. For who sees them all."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.links.api import Kind, Named, register_kind
from throughline.office.audits.models import AssessmentCycle, CaseAudit, QuestionSetRow
from throughline.office.audits.operations.cases import KIND as CASE_AUDIT
from throughline.office.audits.permissions import AuditsPermission

QUESTION_SET, CYCLE = "audits.question_set", "audits.cycle"


def _sets(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    if not actor.may(AuditsPermission.SEE_ALL):
        return {}
    return {row.pk: Named(row.title, reverse("audits:sets")) for row in QuestionSetRow.objects.filter(pk__in=ids)}


def _cycles(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    if not actor.may(AuditsPermission.SEE_ALL):
        return {}
    rows = AssessmentCycle.objects.filter(pk__in=ids).defer("content")
    return {row.pk: Named(row.title, reverse("audits:cycle", args=[row.pk]), row.year) for row in rows}


def _case_audits(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    if not actor.may(AuditsPermission.SEE_ALL):
        return {}
    rows = CaseAudit.objects.filter(pk__in=ids)
    return {row.pk: Named(row.theme, reverse("audits:case_audit", args=[row.pk]), row.year) for row in rows}


register_kind(Kind(QUESTION_SET, "Question set", seen=_sets))
register_kind(Kind(CYCLE, "Self-assessment cycle", seen=_cycles))
register_kind(Kind(CASE_AUDIT, "Case file audit", seen=_case_audits))
