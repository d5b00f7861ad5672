"""The library's office."""

from django.urls import path

from throughline.publishing.library.views import office_comments, office_directory, office_documents

app_name = "library_office"
urlpatterns = [
    path("", office_documents.documents, name="documents"),
    path("approvals/", office_documents.approvals, name="approvals"),
    path("documents/<int:document_id>/", office_documents.document, name="document"),
    path("documents/<int:document_id>/views/", office_documents.views, name="views"),
    path("versions/<int:library_version_id>/approve/", office_documents.approve, name="approve"),
    path("versions/<int:library_version_id>/ask/", office_documents.ask_to_read, name="ask"),
    path("confirm/", office_documents.readings, name="readings"),
    path("confirm/<int:reading_id>/", office_documents.reading, name="reading"),
    path("links/", office_documents.links, name="links"),
    path("comments/", office_comments.consultations, name="consultations"),
    path("comments/new/", office_comments.new, name="new_consultation"),
    path("comments/<int:consultation_id>/", office_comments.consultation, name="consultation"),
    path("comments/<int:consultation_id>/end/", office_comments.end, name="end_consultation"),
    path("comments/answer/<int:comment_id>/", office_comments.answer, name="answer"),
    path("services/", office_directory.services, name="services"),
    path("services/new/", office_directory.new_service, name="new_service"),
    path("services/<int:service_id>/", office_directory.service, name="service"),
    path("services/<int:service_id>/change/", office_directory.change_service, name="change_service"),
    path("services/<int:service_id>/checked/", office_directory.check_service, name="check_service"),
    path("services/<int:service_id>/end/", office_directory.end_service, name="end_service"),
    path("campaigns/", office_directory.campaigns, name="campaigns"),
    path("campaigns/new/", office_directory.new_campaign, name="new_campaign"),
    path("campaigns/<int:campaign_id>/", office_directory.campaign, name="campaign"),
    path("campaigns/<int:campaign_id>/change/", office_directory.change_campaign, name="change_campaign"),
    path("campaigns/<int:campaign_id>/resource/", office_directory.add_resource, name="add_resource"),
    path("campaigns/<int:campaign_id>/days/", office_directory.announce, name="announce"),
    path("campaigns/<int:campaign_id>/pledge/", office_directory.add_pledge, name="add_pledge"),
    path("pledges/<int:pledge_id>/", office_directory.pledge_done, name="pledge_done"),
    path("elsewhere/", office_directory.elsewhere, name="elsewhere"),
    path("elsewhere/new/", office_directory.new_elsewhere, name="new_elsewhere"),
    path("elsewhere/<int:elsewhere_id>/", office_directory.change_elsewhere, name="change_elsewhere"),
]
