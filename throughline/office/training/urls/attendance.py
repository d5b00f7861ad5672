"""Registers, and what people need."""

from django.urls import path

from throughline.office.training.views import bookings, register

urlpatterns = [
    path("training/register/<int:session_id>/", register.register, name="register"),
    path("training/register/<int:session_id>/paper/", register.paper, name="register_paper"),
    path("training/register/<int:session_id>/<int:day_id>/", register.day, name="register_day"),
    path("training/register/<int:session_id>/<int:day_id>/teams/", register.teams, name="register_teams"),
    path("training/bookings/<slug:reference>/needs/", bookings.needs, name="needs"),
    path("training/bookings/<slug:reference>/pass/", bookings.hand_over, name="pass"),
]
