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
entry(
    "Returns", "dataset:returns", area="office", order=41, permission=DatasetPermission.SEE,
    says="See which agencies have returned their numbers for a quarter, which have not, and accept what they sent.",
)  # fmt: skip
entry("My agency’s returns", "dataset:my_returns", area="account", order=26, permission=DatasetPermission.RETURN)
entry("Dataset: for my agency", "dataset:mine", area="account", order=27, permission=DatasetPermission.ANSWER)
entry("Open data", "open_data:catalogue", area="public", order=45)
