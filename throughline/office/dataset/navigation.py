"""The dataset in the menus."""

from throughline.foundation.access.navigation import entry
from throughline.office.dataset.permissions import DatasetPermission

entry(
    "Indicators", "dataset:indicators", area="office", order=40, permission=DatasetPermission.SEE,
    says="See what each indicator counts, who answers for it, and how its definition changed.",
)  # fmt: skip
entry(
    "Dataset", "dataset:home", area="office", order=20, permission=DatasetPermission.SEE,
    says="See every indicator beside its benchmarks, what is signal and what is noise, and what explains it.",
)  # fmt: skip
