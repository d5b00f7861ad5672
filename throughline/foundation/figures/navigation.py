from throughline.foundation.access.navigation import entry
from throughline.foundation.figures.permissions import FigurePermission

entry(
    "Figures", "figures:list", area="office", order=40, permission=FigurePermission.SEE_DRAFT,
    says="Every number of a report year, and what it stands on.",
)  # fmt: skip
