"""What follows a course: surveys, evaluation, certificates, passports, requirements, licences."""

from django.urls import path

from throughline.office.training.views import asking

urlpatterns = [
    path("office/training/surveys/start/", asking.start, name="start_survey"),
]
