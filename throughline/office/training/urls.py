"""The addresses of training: the calendar and one's own bookings, and the office's pages."""

from django.urls import path

from throughline.office.training.views import bookings, office, public

app_name = "training"
urlpatterns = [
    path("training/", public.calendar, name="calendar"),
    path("training/my/", bookings.mine, name="my"),
    path("training/bookings/<slug:reference>/", bookings.booking, name="booking"),
    path("training/bookings/<slug:reference>/cancel/", bookings.cancel, name="cancel"),
    path("training/bookings/<slug:reference>/calendar.ics", bookings.calendar_file, name="calendar_file"),
    path("training/<int:session_id>/book/", bookings.book, name="book"),
    path("training/<int:session_id>/<slug:slug>/", public.session, name="session"),
    path("office/training/", office.sessions, name="office_sessions"),
    path("office/training/<int:session_id>/", office.session, name="office_session"),
    path("office/training/<int:session_id>/people.csv", office.people_file, name="people_file"),
    path("office/training/<int:session_id>/note/", office.public_note, name="office_note"),
    path("office/training/<int:session_id>/bookings/<int:booking_id>/cancel/", office.cancel, name="office_cancel"),
]
