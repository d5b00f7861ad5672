"""The addresses of the dataset, a file for each part."""

from throughline.office.dataset.urls import (
    breakdowns,
    explore,
    groups,
    indicators,
    packs,
    points,
    register,
    releasing,
    returns,
)

app_name = "dataset"
urlpatterns = [
    *breakdowns.urlpatterns,
    *explore.urlpatterns,
    *groups.urlpatterns,
    *indicators.urlpatterns,
    *packs.urlpatterns,
    *points.urlpatterns,
    *register.urlpatterns,
    *releasing.urlpatterns,
    *returns.urlpatterns,
]
