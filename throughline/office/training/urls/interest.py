"""Interest, invitations, decisions."""

from django.urls import path

from throughline.office.training.views import interest, office_interest

urlpatterns = [
    path("training/<int:session_id>/interest/", interest.interest, name="interest"),
    path("office/training/<int:session_id>/interest/", office_interest.interests, name="office_interests"),
    path("office/training/<int:session_id>/invite/", office_interest.invite, name="office_invite"),
    path("office/training/<int:session_id>/decide/", office_interest.decide, name="decide"),
]
