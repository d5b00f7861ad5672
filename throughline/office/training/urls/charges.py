"""What agencies are charged."""

from django.urls import path

from throughline.office.training.views import charges

urlpatterns = [
    path("office/training/charges/", charges.charges, name="charges"),
    path("office/training/charges/rules/", charges.rules_page, name="charge_rules"),
    path("office/training/charges/rules/<int:rule_id>/remove/", charges.remove_rule, name="charge_rule_remove"),
    path("office/training/charges/<int:charge_id>/waive/", charges.waive, name="charge_waive"),
    path("office/training/charges/statements/", charges.issue, name="statement_issue"),
    path("office/training/charges/statements/<int:statement_id>/", charges.statement, name="charge_statement"),
    path(
        "office/training/charges/statements/<int:statement_id>/statement.<slug:file_format>",
        charges.statement_file,
        name="statement_file",
    ),
]
