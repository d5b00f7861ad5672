"""The register of indicators."""

from django.urls import path

from throughline.office.dataset.views import register

urlpatterns = [
    path("register/", register.indicators, name="indicators"),
    path("register/register.csv", register.as_csv, name="register_csv"),
    path("register/register.xlsx", register.as_excel, name="register_excel"),
    path("register/starter/", register.take_starter, name="take_starter"),
    path("register/new/", register.new, name="new_indicator"),
    path("register/spreadsheet/", register.spreadsheet, name="register_sheet"),
    path("register/spreadsheet/template.xlsx", register.template, name="register_template"),
    path("register/<int:indicator_id>/", register.definition, name="definition"),
    path("register/<int:indicator_id>/change/", register.change, name="change_definition"),
]
