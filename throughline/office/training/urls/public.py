"""The calendar and one's own bookings."""

from django.urls import path

from throughline.office.training.views import bookings, public

urlpatterns = [
    path("training/", public.calendar, name="calendar"),
    path("training/my/", bookings.mine, name="my"),
    path("training/bookings/<slug:reference>/", bookings.booking, name="booking"),
    path("training/bookings/<slug:reference>/cancel/", bookings.cancel, name="cancel"),
    path("training/bookings/<slug:reference>/calendar.ics", bookings.calendar_file, name="calendar_file"),
    path("training/<int:session_id>/book/", bookings.book, name="book"),
    path("training/<int:session_id>/<slug:slug>/", public.session, name="session"),
]
