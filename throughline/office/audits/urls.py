"""The addresses of audits: the office's below office/audits/, those of who answers below self-assessments/."""

from django.urls import path

from throughline.office.audits.views import answering, handing_in, office, overview, panel, sets, workbook

app_name = "audits"
office_urls = [
    path("", office.cycles, name="cycles"),
    path("new/", office.new, name="new_cycle"),
    path("<int:cycle_id>/", office.cycle, name="cycle"),
    path("<int:cycle_id>/agencies/", office.ask, name="ask"),
    path("<int:cycle_id>/schools/", office.schools, name="schools"),
    path("<int:cycle_id>/schools/template.xlsx", office.school_template, name="school_template"),
    path("<int:cycle_id>/launch/", office.launch, name="launch"),
    path("<int:cycle_id>/close/", office.close, name="close"),
    path("<int:cycle_id>/trusts/", office.trusts, name="trusts"),
    path("<int:cycle_id>/heat/", overview.heat, name="heat"),
    path("<int:cycle_id>/overview/", overview.report, name="report"),
    path("<int:cycle_id>/overview.docx", overview.report_word, name="report_word"),
    path("<int:cycle_id>/overview.pdf", overview.report_pdf, name="report_pdf"),
    path("<int:cycle_id>/overview.xlsx", overview.report_excel, name="report_excel"),
    path("<int:cycle_id>/panel/", panel.seats, name="seats"),
    path("<int:cycle_id>/panel/<int:member_id>/remove/", panel.unseat, name="unseat"),
    path("returns/<int:return_id>/settle/", panel.settle, name="settle"),
    path("returns/<int:return_id>/feedback/", panel.feedback, name="feedback"),
    path("returns/<int:return_id>/action/", panel.raise_action, name="raise_action"),
    path("returns/<int:return_id>/lead/", office.lead, name="lead"),
    path("returns/<int:return_id>/extend/", office.extend, name="extend"),
    path("returns/<int:return_id>/send-back/", office.send_back, name="send_back"),
    path("returns/<int:return_id>/accept/", office.accept, name="accept"),
    path("sets/", sets.sets, name="sets"),
    path("sets/new/", sets.new, name="new_set"),
    path("sets/shipped/", sets.take_shipped, name="take_shipped"),
    path("sets/<int:set_version_id>/", sets.version, name="set_version"),
    path("sets/<int:set_version_id>/publish/", sets.publish, name="set_publish"),
    path("sets/<int:set_version_id>/set.yaml", sets.as_yaml, name="set_yaml"),
    path("sets/<int:set_version_id>/set.xlsx", sets.as_excel, name="set_excel"),
    path("sets/<int:set_version_id>/compare/<int:other_version_id>/", sets.compared, name="set_compare"),
]
answering_urls = [
    path("", answering.mine, name="mine"),
    path("panel/", panel.given, name="panel_given"),
    path("<int:return_id>/panel/", panel.panel, name="panel"),
    path("<int:return_id>/panel/grade/", panel.grade, name="panel_grade"),
    path("<int:return_id>/panel/conflict/", panel.conflict, name="panel_conflict"),
    path("<int:return_id>/", answering.return_page, name="return"),
    path("<int:return_id>/report.docx", overview.own_word, name="own_word"),
    path("<int:return_id>/report.pdf", overview.own_pdf, name="own_pdf"),
    path("<int:return_id>/all/", answering.all_questions, name="all"),
    path("<int:return_id>/workbook/", workbook.workbook, name="workbook"),
    path("<int:return_id>/workbook.xlsx", workbook.template, name="workbook_file"),
    path("<int:return_id>/people/", handing_in.people, name="people"),
    path("<int:return_id>/people/<int:contributor_id>/remove/", handing_in.uninvite, name="uninvite"),
    path("<int:return_id>/evidence/", handing_in.evidence, name="evidence"),
    path("<int:return_id>/evidence/<int:evidence_id>/remove/", handing_in.remove_evidence, name="remove_evidence"),
    path("<int:return_id>/sign/", handing_in.sign, name="sign"),
    path("<int:return_id>/take-back/", handing_in.take_back, name="take_back"),
    path("<int:return_id>/submit/", handing_in.submit, name="submit"),
    path("<int:return_id>/questions/<str:question_code>/", answering.question, name="question"),
    path("<int:return_id>/questions/<str:question_code>/take-over/", answering.take_over, name="question_take_over"),
    path("<int:return_id>/questions/<str:question_code>/comment/", answering.comment, name="question_comment"),
]
urlpatterns = [
    *(path(f"office/audits/{each.pattern}", each.callback, name=each.name) for each in office_urls),
    *(path(f"self-assessments/{each.pattern}", each.callback, name=each.name) for each in answering_urls),
]
