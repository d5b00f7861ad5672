"""Who may download what training keeps as files."""

from throughline.foundation.access.actors import Actor
from throughline.foundation.documents.api import register_kind
from throughline.office.training.permissions import TrainingPermission

CERTIFICATE = "training_certificate"


def _may_see_certificate(actor: Actor, file: object) -> bool:
    """One's own while it is valid; the office's people any."""
    from throughline.office.training.queries.certificates import may_see

    if actor.may(TrainingPermission.CERTIFY):
        return True
    return actor.user is not None and may_see(actor.user.pk, file.pk)  # type: ignore[attr-defined]


register_kind(CERTIFICATE, may_see=_may_see_certificate)
