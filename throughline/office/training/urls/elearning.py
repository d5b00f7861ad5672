"""E-learning: taking a course, and the officer's side."""

from django.urls import path

from throughline.office.training.views import elearning, office_elearning

urlpatterns = [
    path("training/e-learning/", elearning.courses, name="elearning_list"),
    path("training/e-learning/<int:package_id>/", elearning.course, name="elearning"),
    path("training/e-learning/<int:package_id>/open/", elearning.open_course, name="elearning_open"),
    path("training/e-learning/attempts/<int:attempt_id>/<int:part>/", elearning.play, name="elearning_play"),
    path("training/e-learning/attempts/<int:attempt_id>/record/", elearning.record, name="elearning_record"),
    path("office/training/e-learning/", office_elearning.packages, name="office_elearning"),
    path("office/training/e-learning/add/", office_elearning.add, name="office_elearning_add"),
    path("office/training/e-learning/<int:package_id>/", office_elearning.package, name="office_elearning_package"),
    path(
        "office/training/e-learning/<int:package_id>/people.csv",
        office_elearning.people_file,
        name="office_elearning_people",
    ),
    path("office/training/e-learning/<int:package_id>/stop/", office_elearning.stop, name="office_elearning_stop"),
    path("office/training/completions/", office_elearning.completions, name="office_completions"),
    path("office/training/completions/completions.csv", office_elearning.completions_file, name="completions_file"),
    path("office/training/completions/import/", office_elearning.import_completions, name="import_completions"),
    path(
        "office/training/completions/template.xlsx", office_elearning.completions_template, name="completions_template"
    ),
]
