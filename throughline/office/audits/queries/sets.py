"""Question sets and their versions, of the partnership and of the spaces it shares."""

from django.db.models import Prefetch, QuerySet

from throughline.office.audits.models import QuestionSetRow, SetVersion


def question_sets() -> QuerySet[QuestionSetRow]:
    """Each with its versions, the newest first. Two queries."""
    versions = SetVersion.objects.defer("content").order_by("-number")
    return QuestionSetRow.objects.prefetch_related(Prefetch("versions", versions)).order_by("title", "pk")


def version(version_id: int) -> SetVersion:
    """Raises SetVersion.DoesNotExist."""
    return SetVersion.objects.select_related("question_set", "published_by").get(pk=version_id)


def other_versions(row: SetVersion) -> list[SetVersion]:
    found = SetVersion.objects.filter(question_set_id=row.question_set_id).exclude(pk=row.pk)
    return list(found.defer("content").select_related("question_set").order_by("-number"))


def published() -> list[SetVersion]:
    """What a cycle can ask: the newest first within each set."""
    found = SetVersion.objects.filter(published_on__isnull=False).defer("content").select_related("question_set")
    return list(found.order_by("question_set__title", "-number"))
