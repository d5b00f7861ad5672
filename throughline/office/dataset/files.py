"""Who may download the dataset's files."""

from typing import Any

from throughline.foundation.access.actors import Actor
from throughline.office.dataset.permissions import DatasetPermission


def may_see_pack(actor: Actor, file: Any) -> bool:
    return actor.may(DatasetPermission.SEE)
