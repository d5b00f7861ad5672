"""The calendar and one's own bookings."""

from django.urls import path

from throughline.office.training.views import bookings, feeds, public

urlpatterns = [
    path("training/", public.calendar, name="calendar"),
    path("training/months/<slug:month>/", public.month, name="month"),
    path("training/calendar.ics", public.feed, name="feed"),
    path("training/my/calendar/", feeds.my_calendar, name="my_calendar"),
    path("training/feeds/<str:secret>.ics", feeds.my_feed, name="my_feed"),
    path("training/my/", bookings.mine, name="my"),
    path("training/bookings/<slug:reference>/", bookings.booking, name="booking"),
    path("training/bookings/<slug:reference>/cancel/", bookings.cancel, name="cancel"),
    path("training/bookings/<slug:reference>/calendar.ics", bookings.calendar_file, name="calendar_file"),
    path("training/<int:session_id>/book/", bookings.book, name="book"),
    path("training/<int:session_id>/<slug:slug>/", public.session, name="session"),
]
