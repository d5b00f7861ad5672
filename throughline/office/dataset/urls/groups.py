"""Disproportionality."""

from django.urls import path

from throughline.office.dataset.views import groups

urlpatterns = [
    path("indicators/<int:indicator_id>/groups/", groups.groups, name="groups"),
    path("indicators/<int:indicator_id>/groups/record/", groups.record, name="record_groups"),
]
