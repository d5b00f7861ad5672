from django.urls import path, register_converter

from throughline.foundation.figures import views


class FigureId:
    """What can be a figure's id, so that nothing else reaches a query."""

    regex = "[a-z0-9.-]{1,255}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ReportYearLabel(FigureId):
    regex = "[0-9]{4}-[0-9]{2}"


register_converter(FigureId, "figure_id")
register_converter(ReportYearLabel, "report_year")

app_name = "figures"
urlpatterns = [
    path("office/figures/", views.figure_list, name="list"),
    path("office/figures/figures.csv", views.figures_file, name="file"),
    path("office/figures/run/", views.run, name="run"),
    path("office/figures/<report_year:year>/<figure_id:figure_id>/exception/", views.exception, name="exception"),
    path("figures/<report_year:year>/<figure_id:figure_id>/", views.how, name="how"),
]
