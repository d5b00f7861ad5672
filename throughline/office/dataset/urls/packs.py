"""The subgroup's packs."""

from django.urls import path

from throughline.office.dataset.views import packs

urlpatterns = [
    path("packs/", packs.packs, name="packs"),
    path("packs/new/", packs.ask, name="ask_for_pack"),
    path("packs/<int:pack_id>/", packs.pack, name="pack"),
]
