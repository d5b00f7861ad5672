"""Included only in demonstration mode, where no message leaves and each can be read here."""

from django.urls import path

from throughline.foundation.notices import views

app_name = "outbox"
urlpatterns = [
    path("", views.outbox, name="list"),
    path("<int:message_id>/", views.outbox_message, name="message"),
    path("<int:message_id>/<int:attachment_id>/", views.outbox_attachment, name="attachment"),
]
