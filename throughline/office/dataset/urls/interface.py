"""The interface for agencies' programs, below /api/."""

from django.urls import path

from throughline.office.dataset.views import interface

app_name = "dataset_interface"
urlpatterns = [
    path("v1/openapi.json", interface.document, name="document"),
    path("v1/returns", interface.returns, name="returns"),
    path("v1/returns/<int:agency_return_id>", interface.one, name="return"),
    path("v1/returns/<int:agency_return_id>/values", interface.values, name="values"),
    path("v1/returns/<int:agency_return_id>/submit", interface.submit, name="submit"),
]
