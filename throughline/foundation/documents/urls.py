from django.urls import path

from throughline.foundation.documents import views

app_name = "documents"
urlpatterns = [
    path("<int:file_id>/", views.about, name="about"),
    path("<int:file_id>/<str:name>", views.download, name="download"),
]
