"""Who may see the zip file of a course, and that the unpacked files are named."""

from collections.abc import Iterable
from typing import Any

from throughline.foundation.documents.api import register_contents, register_kind
from throughline.office.training.models import PackageFile
from throughline.office.training.operations.elearning import PACKAGE_KIND
from throughline.office.training.permissions import TrainingPermission


def _unpacked() -> Iterable[str]:
    return PackageFile.objects.order_by().values_list("sha256", flat=True).distinct()


def _may_see(actor: Any, file: Any) -> bool:
    return bool(actor.may(TrainingPermission.MANAGE))


register_kind(PACKAGE_KIND, may_see=_may_see)
register_contents(_unpacked)
