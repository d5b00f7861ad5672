"""The office's pages of the report, below /office/report/."""

from django.urls import path

from throughline.publishing.yearly_report.views import checks, office, publishing, writing

app_name = "yearly_report"
urlpatterns = [
    path("", office.years, name="years"),
    path("start/", office.start, name="start"),
    path("<slug:year>/", office.overview, name="overview"),
    path("<slug:year>/build/", office.build, name="build"),
    path("<slug:year>/draft/", office.draft, name="draft"),
    path("<slug:year>/checks/", checks.findings, name="checks"),
    path("<slug:year>/checks/settle/", checks.settle, name="settle"),
    path("<slug:year>/checks/withdraw/", checks.withdraw, name="withdraw"),
    path("<slug:year>/sections/<slug:key>/", writing.section, name="section"),
    path("<slug:year>/publish/", publishing.publish, name="publish"),
]
