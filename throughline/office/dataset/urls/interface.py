"""The interface for agencies' programs, below /api/."""

from django.urls import path

from throughline.office.dataset.views import feed, interface

app_name = "dataset_interface"
urlpatterns = [
    path("v1/openapi.json", interface.document, name="document"),
    path("v1/returns", interface.returns, name="returns"),
    path("v1/returns/<int:agency_return_id>", interface.one, name="return"),
    path("v1/returns/<int:agency_return_id>/values", interface.values, name="values"),
    path("v1/returns/<int:agency_return_id>/explanations", interface.explanations, name="explanations"),
    path("v1/returns/<int:agency_return_id>/submit", interface.submit, name="submit"),
    path("v1/feed/indicators.csv", feed.indicators_csv, name="feed_indicators_csv"),
    path("v1/feed/indicators.json", feed.indicators_json, name="feed_indicators_json"),
    path("v1/feed/values.csv", feed.values_csv, name="feed_values_csv"),
    path("v1/feed/values.json", feed.values_json, name="feed_values_json"),
    path("v1/feed/official.csv", feed.official_csv, name="feed_official_csv"),
    path("v1/feed/official.json", feed.official_json, name="feed_official_json"),
]
