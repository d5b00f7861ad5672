"""Stable addresses of open data."""

from django.urls import path

from throughline.office.dataset.views import public

app_name = "open_data"
urlpatterns = [
    path("", public.catalogue, name="catalogue"),
    path("<slug:indicator_slug>/", public.indicator, name="indicator"),
    path("<slug:indicator_slug>/data.csv", public.as_csv, name="csv"),
    path("<slug:indicator_slug>/data.csv-metadata.json", public.as_csvw, name="csvw"),
    path("<slug:indicator_slug>/data.json", public.as_json, name="json"),
    path("<slug:indicator_slug>/releases/<int:number>/", public.release, name="release"),
    path("<slug:indicator_slug>/releases/<int:number>/data.csv", public.as_csv, name="release_csv"),
    path("<slug:indicator_slug>/releases/<int:number>/data.csv-metadata.json", public.as_csvw, name="release_csvw"),
    path("<slug:indicator_slug>/releases/<int:number>/data.json", public.as_json, name="release_json"),
]
