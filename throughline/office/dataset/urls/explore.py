"""Explore."""

from django.urls import path

from throughline.office.dataset.views import explore

urlpatterns = [
    path("explore/", explore.page, name="explore"),
    path("explore/data.csv", explore.as_csv, name="explore_csv"),
    path("explore/data.xlsx", explore.as_excel, name="explore_excel"),
]
