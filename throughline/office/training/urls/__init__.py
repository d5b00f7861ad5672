"""The addresses of training. A new part gets a module of its own and its line here."""

from throughline.office.training.urls import (
    agencies,
    attendance,
    charges,
    elearning,
    interest,
    learning,
    office,
    people,
    programme,
    public,
    waiting,
)

app_name = "training"
urlpatterns = [
    *waiting.urlpatterns,  # its words stand before a session's readable address
    *interest.urlpatterns,
    *public.urlpatterns,
    *agencies.urlpatterns,
    *attendance.urlpatterns,
    *charges.urlpatterns,
    *elearning.urlpatterns,
    *learning.urlpatterns,
    *office.urlpatterns,
    *people.urlpatterns,
    *programme.urlpatterns,
]
