"""What anybody reads."""

from django.urls import path

from throughline.publishing.library.views import commenting, public

app_name = "library"
urlpatterns = [
    path("", public.documents, name="list"),
    path("feed.xml", public.feed, name="feed"),
    path("services/", public.services, name="services"),
    path("services/<slug:service_slug>/", public.service, name="service"),
    path("campaigns/", public.campaigns, name="campaigns"),
    path("campaigns/<slug:campaign_slug>/", public.campaign, name="campaign"),
    path("learning-elsewhere/", public.elsewhere, name="elsewhere"),
    path("comment/", commenting.drafts, name="drafts"),
    path("comment/<int:consultation_id>/", commenting.comment, name="comment"),
    path("<slug:document_slug>/", public.document, name="document"),
    path("<slug:document_slug>/versions/<int:version_number>/", public.document, name="version"),
]
