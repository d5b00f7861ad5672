from django.urls import path

from throughline.publishing.bulletin.views import public, subscribing, suggestions

urlpatterns = [
    path("bulletin/", public.listing, name="archive"),
    path("bulletin/feed.atom", public.feed, name="feed"),
    path("bulletin/suggest/", suggestions.suggest, name="suggest"),
    path("bulletin/subscribe/", subscribing.subscribe, name="subscribe"),
    path("bulletin/subscribe/asked/", subscribing.asked, name="asked"),
    path("bulletin/confirm/<str:reader_token>/", subscribing.confirm, name="confirm"),
    path("bulletin/preferences/<str:reader_token>/", subscribing.preferences, name="preferences"),
    path("bulletin/preferences/<str:reader_token>/mine.json", subscribing.mine, name="mine"),
    path("bulletin/preferences/<str:reader_token>/wipe/", subscribing.forget, name="forget"),
    path("bulletin/leave/<str:reader_token>/", subscribing.leave, name="leave"),
    path("bulletin/go/<str:link_code>/", public.follow, name="follow"),
    path("bulletin/<slug:issue_slug>/", public.issue, name="public"),
    path("bulletin/<slug:issue_slug>/bulletin.pdf", public.as_pdf, name="pdf"),
    path("bulletin/<slug:issue_slug>/bulletin.docx", public.as_word, name="word"),
]
