"""Rounds of returns, and one return."""

from django.urls import path

from throughline.office.dataset.views import keys, return_sheet, returns, rounds

urlpatterns = [
    path("returns/", rounds.returns, name="returns"),
    path("returns/mine/", rounds.mine, name="my_returns"),
    path("returns/new/", rounds.new, name="new_round"),
    path("returns/rules/", rounds.rules, name="return_rules"),
    path("returns/rules/new/", rounds.new_rule, name="new_return_rule"),
    path("returns/rules/<int:rule_id>/drop/", rounds.drop, name="drop_return_rule"),
    path("returns/keys/", keys.keys, name="keys"),
    path("returns/keys/new/", keys.new, name="new_key"),
    path("returns/keys/<int:api_key_id>/revoke/", keys.revoke, name="revoke_key"),
    path("returns/rounds/<int:round_id>/", rounds.one, name="round"),
    path("returns/rounds/<int:round_id>/change/", rounds.change, name="change_round"),
    path("returns/rounds/<int:round_id>/agency/", rounds.add_agency, name="add_agency"),
    path("returns/<int:agency_return_id>/", returns.one, name="return"),
    path("returns/<int:agency_return_id>/fill/", returns.fill, name="fill"),
    path("returns/<int:agency_return_id>/explain/", returns.explain, name="explain"),
    path("returns/<int:agency_return_id>/asked/", returns.asked, name="asked"),
    path("returns/<int:agency_return_id>/do/<str:way>/", returns.move, name="move_return"),
    path("returns/<int:agency_return_id>/spreadsheet/", return_sheet.spreadsheet, name="return_sheet"),
    path("returns/<int:agency_return_id>/spreadsheet/template.xlsx", return_sheet.template, name="return_template"),
]
