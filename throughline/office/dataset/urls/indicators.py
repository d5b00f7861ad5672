"""Indicators with their benchmarks and charts."""

from django.urls import path

from throughline.office.dataset.views import indicators

urlpatterns = [
    path("", indicators.home, name="home"),
    path("indicators/<int:indicator_id>/", indicators.page, name="indicator"),
    path("indicators/<int:indicator_id>/authorities/", indicators.compare, name="compare"),
    path("indicators/<int:indicator_id>/data.csv", indicators.as_csv, name="indicator_csv"),
    path("indicators/<int:indicator_id>/data.xlsx", indicators.as_excel, name="indicator_excel"),
]
