"""The addresses of the dataset, a file for each part."""

from throughline.office.dataset.urls import indicators, register, returns

app_name = "dataset"
urlpatterns = [*indicators.urlpatterns, *register.urlpatterns, *returns.urlpatterns]
