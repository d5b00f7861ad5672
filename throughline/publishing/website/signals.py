"""The role `editor` and membership in the partnership's group of editors are one thing."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from throughline.foundation.access.models import RoleAssignment
from throughline.foundation.access.roles import Role
from throughline.foundation.tenancy.models import Partnership
from throughline.publishing.website.operations import align_editor


@receiver([post_save, post_delete], sender=RoleAssignment)
def follow_the_role(instance: RoleAssignment, **kwargs: Any) -> None:
    if instance.role != Role.EDITOR:
        return
    holds = RoleAssignment.objects.filter(
        user_id=instance.user_id, space_id=instance.space_id, role=Role.EDITOR, suspended=False
    ).exists()
    for partnership in Partnership.objects.filter(spaces__space_id=instance.space_id):
        align_editor(user=instance.user, partnership=partnership, edits=holds)
