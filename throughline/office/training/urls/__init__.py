"""The addresses of training. A new part gets a module of its own and its line here."""

from throughline.office.training.urls import elearning, learning, office, programme, public, waiting

app_name = "training"
urlpatterns = [
    *elearning.urlpatterns,
    *learning.urlpatterns,
    *waiting.urlpatterns,  # its words stand before a session's readable address
    *public.urlpatterns,
    *office.urlpatterns,
    *programme.urlpatterns,
]
