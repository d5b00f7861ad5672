from django.urls import path

from throughline.foundation.links import views

app_name = "links"
urlpatterns = [
    path("thread/<str:kind>/<int:source_id>/", views.thread, name="thread"),
    path("office/thread/<str:kind>/<int:source_id>/link/", views.add, name="add"),
    path("office/thread/<str:kind>/<int:source_id>/link/<int:link_id>/remove/", views.remove, name="remove"),
]
