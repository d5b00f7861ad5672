"""Points of series, and what waits for an agency."""

from django.urls import path

from throughline.office.dataset.views import points

AT = "indicators/<int:indicator_id>/points/<str:series>/<str:period>/"
urlpatterns = [
    path("mine/", points.mine, name="mine"),
    path(AT, points.point, name="point"),
    path(f"{AT}explain/", points.explain, name="explain_point"),
    path(f"{AT}ask/", points.ask, name="ask"),
    path(f"{AT}note/", points.note, name="note"),
    path(f"{AT}action/", points.raise_action, name="point_action"),
    path("questions/<int:question_id>/", points.answer, name="answer"),
    path("notes/<int:note_id>/take-back/", points.take_back_note, name="take_back_note"),
]
