"""Who may see the bulletin's pictures, posters and files: those of public issues everybody, others who write."""

from typing import Any

from throughline.foundation.documents.api import register_kind
from throughline.publishing.bulletin.models import Block
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.workflow import FROZEN, PUBLIC

PICTURE, POSTER = "bulletin.picture", "bulletin.poster"


def may_see_picture(actor: Any, file: Any) -> bool:
    if actor.may(BulletinPermission.READ):
        return True
    return Block.objects.filter(picture_id=file.pk, issue__state__in={*FROZEN, *PUBLIC}).exists()


def may_see_poster(actor: Any, file: Any) -> bool:
    """A poster is there to be hung up by anybody."""
    return True


register_kind(PICTURE, may_see=may_see_picture)
register_kind(POSTER, may_see=may_see_poster)
