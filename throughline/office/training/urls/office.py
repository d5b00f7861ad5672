"""The training officer's pages."""

from django.urls import path

from throughline.office.training.views import office

urlpatterns = [
    path("office/training/", office.sessions, name="office_sessions"),
    path("office/training/<int:session_id>/", office.session, name="office_session"),
    path("office/training/<int:session_id>/people.csv", office.people_file, name="people_file"),
    path("office/training/<int:session_id>/note/", office.public_note, name="office_note"),
    path("office/training/<int:session_id>/bookings/<int:booking_id>/cancel/", office.cancel, name="office_cancel"),
]
