"""The addresses of the demonstration, for tests that run in another mode."""

from django.urls import include, path

from throughline.config.urls import urlpatterns as usual

urlpatterns = [path("demonstration/outbox/", include("throughline.foundation.notices.demonstration_urls")), *usual]
