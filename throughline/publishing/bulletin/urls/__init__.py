"""The addresses of the bulletin: the office's and the public's in one namespace."""

from throughline.publishing.bulletin.urls.office import urlpatterns as office
from throughline.publishing.bulletin.urls.public import urlpatterns as public

app_name = "bulletin"
urlpatterns = [*office, *public]
