"""Open data in the office, and the policies on small numbers."""

from django.urls import path

from throughline.office.dataset.views import releasing

AT = "indicators/<int:indicator_id>/open-data/"
urlpatterns = [
    path(AT, releasing.open_data, name="open_data"),
    path(f"{AT}agree/", releasing.agree, name="agree"),
    path(f"{AT}withdraw/", releasing.withdraw, name="withdraw"),
    path(f"{AT}release/", releasing.release, name="release"),
    path("small-numbers/", releasing.policies, name="policies"),
    path("small-numbers/<str:audience>/", releasing.policy, name="policy"),
]
