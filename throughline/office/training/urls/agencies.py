"""An agency's lead, and what the office settles with agencies."""

from django.urls import path

from throughline.office.training.views import agencies, office_people

urlpatterns = [
    path("training/agency/", agencies.mine, name="agency_mine"),
    path("training/agency/<int:organisation_id>/", agencies.agency, name="agency"),
    path("training/agency/<int:organisation_id>/in-date/", agencies.staff, name="agency_staff"),
    path("training/agency/<int:organisation_id>/staff.csv", agencies.agency_file, name="agency_file"),
    path("training/agency/<int:organisation_id>/book/<int:session_id>/", agencies.book, name="agency_book"),
    path("training/agency/<int:organisation_id>/decide/<int:booking_id>/", agencies.decide, name="agency_decide"),
    path("office/training/agencies/", office_people.agencies, name="office_agencies"),
    path("office/training/agencies/<int:organisation_id>/", office_people.agency, name="office_agency"),
    path("office/training/<int:session_id>/add/", office_people.add, name="office_add"),
    path("office/training/<int:session_id>/bookings/<int:booking_id>/move/", office_people.move, name="office_move"),
]
