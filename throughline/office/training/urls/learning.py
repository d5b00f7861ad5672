"""What follows a course: surveys, evaluation, certificates, passports, requirements, licences."""

from django.urls import path

from throughline.office.training.views import asking, licences, passport, requirements

urlpatterns = [
    path("training/passport/", passport.mine, name="passport"),
    path("training/passport/passport.csv", passport.as_csv, name="passport_csv"),
    path("training/passport/passport.pdf", passport.as_pdf, name="passport_pdf"),
    path("training/passport/add/", passport.add, name="statement_add"),
    path("training/passport/<int:record_id>/", passport.statement, name="statement"),
    path("office/training/surveys/start/", asking.start, name="start_survey"),
    path("office/training/in-date/", requirements.in_date, name="in_date"),
    path("office/training/in-date/in-date.csv", requirements.in_date_file, name="in_date_file"),
    path("office/training/in-date/agencies/<int:organisation_id>/", requirements.staff, name="staff"),
    path("office/training/in-date/people/", requirements.add_staff, name="staff_add"),
    path("office/training/in-date/roles/<int:held_id>/end/", requirements.end_role, name="end_role"),
    path("office/training/in-date/statements/", requirements.waiting_statements, name="statements"),
    path("office/training/in-date/statements/<int:record_id>/", requirements.accept, name="accept_statement"),
    path("office/training/requirements/", requirements.requirements, name="requirements"),
    path("office/training/requirements/take-over/", requirements.take_over, name="take_over_requirements"),
    path("office/training/requirements/add/", requirements.add, name="requirement_add"),
    path("office/training/requirements/<int:requirement_id>/", requirements.requirement, name="requirement"),
    path("office/training/licences/", licences.tools, name="tools"),
    path("office/training/licences/add/", licences.add_tool, name="tool_add"),
    path("office/training/licences/tools/<int:tool_id>/", licences.tool, name="tool"),
    path("office/training/licences/tools/<int:tool_id>/uses.csv", licences.uses_file, name="uses_file"),
    path("office/training/licences/tools/<int:tool_id>/give/", licences.award, name="award_licence"),
    path("office/training/licences/tools/<int:tool_id>/uses/", licences.return_uses, name="return_uses"),
    path("office/training/licences/tools/<int:tool_id>/promise/", licences.add_promise, name="promise_add"),
    path("office/training/licences/<int:licence_id>/withdraw/", licences.withdraw, name="withdraw_licence"),
    path("office/training/licences/promises/<int:promise_id>/", licences.promise, name="promise"),
]
