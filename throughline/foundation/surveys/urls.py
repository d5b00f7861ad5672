"""Answering by one's own link, for anyone who has it; and the office's pages."""

from django.urls import path

from throughline.foundation.surveys.views import answering, office

app_name = "surveys"
urlpatterns = [
    path("surveys/thank-you/", answering.thanks, name="thanks"),
    path("surveys/open/<slug:link_token>/", answering.by_link, name="open"),
    path("surveys/<slug:token>/", answering.start, name="start"),
    path("surveys/<slug:token>/<int:number>/", answering.page, name="page"),
    path("surveys/<slug:token>/check/", answering.check, name="check"),
    path("office/surveys/", office.surveys, name="list"),
    path("office/surveys/<int:survey_id>/", office.survey, name="survey"),
    path("office/surveys/<int:survey_id>/results.csv", office.results_file, name="results_file"),
    path("office/surveys/<int:survey_id>/close/", office.close, name="close"),
    path("office/surveys/questionnaires/<int:questionnaire_id>/", office.questionnaire, name="questionnaire"),
    path("office/surveys/questionnaires/<int:questionnaire_id>/write/", office.write, name="write"),
    path("office/surveys/versions/<int:version_id>/publish/", office.publish, name="publish"),
]
