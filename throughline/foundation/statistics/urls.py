"""Official statistics in the office."""

from django.urls import path

from throughline.foundation.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.on_record, name="on_record"),
    path("import/", views.bring_in, name="import"),
]
