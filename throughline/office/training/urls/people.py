"""People of training."""

from django.urls import path

from throughline.office.training.views import office_merging

urlpatterns = [
    path("office/training/people/", office_merging.people, name="people"),
    path("office/training/people/<int:trainee_id>/", office_merging.person, name="person"),
    path("office/training/people/<int:trainee_id>/same/<int:other_trainee_id>/", office_merging.merge, name="merge"),
]
