"""The published editions, below /reports/."""

from django.urls import path

from throughline.publishing.yearly_report.views import public

app_name = "yearly_report_public"
urlpatterns = [
    path("", public.editions, name="list"),
    path("<slug:year>/", public.latest, name="latest"),
    path("<slug:year>/<int:number>/", public.numbered, name="edition"),
]
