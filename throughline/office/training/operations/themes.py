"""An officer sorts what people wrote."""

import uuid
from collections.abc import Sequence

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.figures.values import ReportYear
from throughline.foundation.tenancy import scope
from throughline.office.training.models import CodedText, Theme
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.evaluation import words


@operation(TrainingPermission.EVALUATE)
def sort_text(
    *, year: ReportYear, which: str, answer: str, theme_ids: Sequence[int], another: str, by: Actor
) -> list[str]:
    """Gives one free text its themes, old ones and a new one; none: it was read and has none. Returns their titles.

    Raises Refused when the text is not among those that wait (somebody else sorted it).
    """
    if answer not in {pk for pk, _ in words(year, which).left}:
        raise Refused("Somebody has sorted this text already.")
    home = scope.current().home_id
    themes = list(Theme.objects.filter(pk__in=theme_ids).order_by("title"))
    if another.strip():
        theme, _ = Theme.objects.get_or_create(space_id=home, title=another.strip())
        themes.append(theme)
    found = {theme.pk: theme for theme in themes}
    CodedText.objects.bulk_create(
        CodedText(space_id=home, answer=uuid.UUID(answer), theme=theme) for theme in (found.values() or [None])
    )
    return [theme.title for theme in found.values()]
