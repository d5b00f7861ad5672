"""The dataset in the menus."""

from throughline.foundation.access.navigation import entry
from throughline.office.dataset.permissions import DatasetPermission

entry(
    "Indicators", "dataset:indicators", area="office", order=40, permission=DatasetPermission.SEE,
    says="See what each indicator counts, who answers for it, and how its definition changed.",
)  # fmt: skip
