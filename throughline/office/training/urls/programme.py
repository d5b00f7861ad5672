"""Courses, sessions and venues as an officer writes them."""

from django.urls import path

from throughline.office.training.views import office_events, office_programme, office_series, office_venues

urlpatterns = [
    path("office/training/courses/", office_programme.courses, name="office_courses"),
    path("office/training/courses/add/", office_programme.course_write, name="course_add"),
    path("office/training/courses/<int:course_id>/", office_programme.course, name="office_course"),
    path("office/training/courses/<int:course_id>/change/", office_programme.course_write, name="course_change"),
    path("office/training/courses/<int:course_id>/sessions/add/", office_programme.session_add, name="session_add"),
    path("office/training/courses/<int:course_id>/series/", office_series.series, name="series"),
    path("office/training/copy/", office_series.copy, name="copy"),
    path("office/training/copy/<report_year:year>/", office_series.copy, name="copy_year"),
    path("office/training/<int:session_id>/change/", office_programme.session_change, name="session_change"),
    path("office/training/<int:session_id>/stalls/", office_events.stalls, name="stalls"),
    path("office/training/<int:session_id>/counts/", office_events.counts, name="counts"),
    path("office/training/<int:session_id>/cancel/", office_programme.session_cancel, name="session_cancel"),
    path("office/training/venues/", office_venues.venues, name="office_venues"),
    path("office/training/venues/add/", office_venues.venue_write, name="venue_add"),
    path("office/training/venues/<int:venue_id>/", office_venues.venue, name="office_venue"),
    path("office/training/venues/<int:venue_id>/change/", office_venues.venue_write, name="venue_change"),
    path("office/training/venues/<int:venue_id>/close/", office_venues.venue_close, name="venue_close"),
    path(
        "office/training/venues/<int:venue_id>/closures/<int:closure_id>/reopen/", office_venues.venue_reopen,
        name="venue_reopen",
    ),
]  # fmt: skip
