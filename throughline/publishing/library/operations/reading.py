"""What could be read of a version's file, for the search."""

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.publishing.library.models import VersionFile


@operation(None)
def keep_text(*, file_id: int, text: str, by: Actor) -> None:
    """The schedule's own. `file_id` is the VersionFile's; '' where nothing could be read."""
    VersionFile.objects.filter(pk=file_id).update(text=text)
