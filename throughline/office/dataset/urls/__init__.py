"""The addresses of the dataset, a file for each part."""

from throughline.office.dataset.urls import register

app_name = "dataset"
urlpatterns = [*register.urlpatterns]
