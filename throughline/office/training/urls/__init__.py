"""The addresses of training. A new part gets a module of its own and its line here."""

from throughline.office.training.urls import learning, office, public

app_name = "training"
urlpatterns = [
    *learning.urlpatterns,
    *public.urlpatterns,
    *office.urlpatterns,
]
