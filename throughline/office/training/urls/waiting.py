"""Waiting lists: one's own, and the office's."""

from django.urls import path

from throughline.office.training.views import office_waiting, waiting

urlpatterns = [
    path("training/waiting/<slug:waiting_reference>/", waiting.entry, name="waiting"),
    path("training/<int:session_id>/wait/", waiting.join, name="waiting_join"),
    path("office/training/waiting-lists/", office_waiting.times, name="waiting_times"),
    path("office/training/waiting-lists/holidays/add/", office_waiting.holiday_add, name="holiday_add"),
    path(
        "office/training/waiting-lists/holidays/<int:holiday_id>/remove/",
        office_waiting.holiday_remove,
        name="holiday_remove",
    ),
    path("office/training/<int:session_id>/waiting.csv", office_waiting.list_file, name="waiting_file"),
    path("office/training/<int:session_id>/waiting/<int:entry_id>/", office_waiting.entry, name="office_waiting"),
]
