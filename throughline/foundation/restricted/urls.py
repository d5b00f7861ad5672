from django.urls import path

from throughline.foundation.restricted import views

app_name = "restricted"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:restricted_id>/", views.space, name="space"),
    path("<int:restricted_id>/members/add/", views.add_member, name="add_member"),
    path("<int:restricted_id>/members/<int:user_id>/end/", views.end_member, name="end_member"),
    path("<int:restricted_id>/break-glass/", views.break_glass, name="break_glass"),
    path("<int:restricted_id>/break-glass/<int:glass_id>/end/", views.end_glass, name="end_glass"),
]
