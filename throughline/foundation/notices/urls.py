from django.urls import path

from throughline.foundation.notices import views

app_name = "notices"
urlpatterns = [path("", views.mail_log, name="mail_log")]
