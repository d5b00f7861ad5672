"""The addresses of the tracker."""

from django.urls import path

from throughline.office.actions.views import action, bulk, groups, listing, posts, recommendations

app_name = "actions"
urlpatterns = [
    path("", listing.actions, name="list"),
    path("mine/", listing.mine, name="mine"),
    path("board/", listing.board, name="board"),
    path("actions.csv", listing.as_csv, name="csv"),
    path("actions.xlsx", listing.as_excel, name="excel"),
    path("new/", action.new, name="new"),
    path("spreadsheet/", bulk.spreadsheet, name="spreadsheet"),
    path("spreadsheet/template.xlsx", bulk.template, name="template"),
    path("groups/", groups.groups, name="groups"),
    path("groups/<int:group_id>/report.docx", groups.as_word, name="group_word"),
    path("groups/<int:group_id>/report.xlsx", groups.as_excel, name="group_excel"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<int:post_id>/", posts.post, name="post"),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/new/", recommendations.new, name="new_recommendation"),
    path("recommendations/<int:recommendation_id>/", recommendations.recommendation, name="recommendation"),
    path("recommendations/<int:recommendation_id>/answer/", recommendations.answer, name="answer"),
    path("recommendations/<int:recommendation_id>/action/", action.new, name="new_from_recommendation"),
    path("sources/<str:kind>/<int:source_id>/", recommendations.source, name="source"),
    path("<int:action_id>/", action.action, name="action"),
    path("<int:action_id>/change/", action.change, name="change"),
    path("<int:action_id>/do/<str:transition>/", action.delivery_step, name="step"),
    path("<int:action_id>/evidence/", action.evidence, name="evidence"),
    path("<int:action_id>/check/", action.check, name="check"),
    path("<int:action_id>/due/", action.due, name="due"),
    path("<int:action_id>/owner/", action.owner, name="owner"),
    path("<int:action_id>/effect/", action.effect, name="effect"),
    path("<int:action_id>/judge/", action.judge, name="judge"),
]
