"""Lists of categories."""

from django.urls import path

from throughline.office.dataset.views import breakdowns

urlpatterns = [
    path("breakdowns/", breakdowns.breakdowns, name="breakdowns"),
    path("breakdowns/list/", breakdowns.change, name="change_breakdown"),
]
