"""Texts in which audits cite what the partnership publishes: what is asked, and what case file audits found. Never an
answer of an agency, and nothing of a case."""

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from throughline.office.audits.models import AssessmentCycle, CaseAudit, SetVersion

Texts = list[tuple[int, str]]


def set_texts(words: str) -> Texts:
    """(id, text) of the question sets whose newest published version holds the words. One query."""
    rows = SetVersion.objects.filter(published_on__isnull=False).annotate(asks=Cast("content", TextField()))
    newest = dict(rows.order_by("question_set_id", "number").values_list("question_set_id", "asks"))
    return [(pk, asks) for pk, asks in newest.items() if words in asks]


def cycle_texts(words: str) -> Texts:
    """(id, text) of the cycles that ask or introduce with the words. One query."""
    rows = AssessmentCycle.objects.annotate(asks=Cast("content", TextField()))
    rows = rows.filter(Q(asks__contains=words) | Q(introduction__contains=words)).order_by("pk")
    return [(pk, f"{introduction} {asks}") for pk, introduction, asks in rows.values_list("pk", "introduction", "asks")]


def case_audit_texts(words: str) -> Texts:
    """(id, text) of the case file audits whose criteria or findings hold the words. One query."""
    names = ("criteria", "strengths", "to_improve", "summaries")
    holds = Q()
    for name in names:
        holds |= Q(**{f"{name}__contains": words})
    rows = CaseAudit.objects.filter(holds).order_by("pk").values_list("pk", *names)
    return [(pk, " ".join(texts)) for pk, *texts in rows]
