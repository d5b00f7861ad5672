"""Question sets: a file becomes a draft, a draft is published, and from then on it never changes."""

from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.office.audits.models import QuestionSetRow, SetVersion
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.rules.question_sets import QuestionSet, as_data
from throughline.office.audits.yaml_files import SHIPPED, shipped


@operation(AuditsPermission.MANAGE)
def take_question_set(*, given: QuestionSet, note: str = "", by: Actor, at: datetime) -> SetVersion:
    """The set's draft becomes this; a new set, or the next version, where there is no draft. Raises Refused when it
    says the same as the last published version."""
    home, content = scope.current().home_id, as_data(given)
    row, made = QuestionSetRow.objects.get_or_create(
        space_id=home, key=given.key, defaults={"kind": given.kind, "title": given.title}
    )
    if not made and row.kind != given.kind:
        raise Refused("A set of this key is of another kind. Give the file another key.")
    last = row.versions.order_by("-number").first()
    if last is not None and last.published_on is None:
        last.content, last.note = content, note
        last.save()
        draft = last
    else:
        if last is not None and last.content == content:
            raise Refused(f"The file says the same as version {last.number}, which is published.")
        draft = SetVersion.objects.create(
            space_id=home, question_set=row, number=last.number + 1 if last else 1, content=content, note=note
        )
    return draft


@operation(AuditsPermission.MANAGE)
def publish_version(*, version_id: int, by: Actor, at: datetime) -> SetVersion:
    """From now on it can be asked, and never changes. Raises Refused, SetVersion.DoesNotExist."""
    row = SetVersion.objects.select_related("question_set").get(pk=version_id)
    if row.published_on is not None:
        raise Refused("This version is published already.")
    if row.space_id != scope.current().home_id:
        raise Refused("A shared question set is published by the partnership that wrote it.")
    title = str(row.content["title"])
    if row.question_set.title != title:
        row.question_set.title = title
        row.question_set.save()
    row.published_on, row.published_by = at.date(), by.user
    row.save()
    return row


@operation(AuditsPermission.MANAGE)
def take_shipped(*, name: str, by: Actor, at: datetime) -> SetVersion:
    """One of the sets that come with the product, published. Raises Refused."""
    if name not in SHIPPED:
        raise Refused("No such question set comes with the product.")
    draft = take_question_set(given=shipped(name), note="As it comes with the product", by=by, at=at)
    return publish_version(version_id=draft.pk, by=by, at=at)
