"""Our own pages about accounts. Included at the root; the library's tree is sign_in_urls.py, under /accounts/."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from throughline.foundation.accounts.views import demonstration, own, people

own_pages = [
    path("me/", own.me, name="me"),
    path("me/details/", own.details, name="details"),
    path("me/sign-out-everywhere/", own.sign_out_everywhere, name="sign_out_everywhere"),
    path("me/second-factor/", own.second_factor, name="second_factor"),
    path("me/sign-in-again/", own.again, name="again"),
    path("sign-in/no-code/", own.no_code, name="no_code"),
    path("sign-in/refused/", own.refused, name="refused"),
]
people_pages = [
    path("", people.index, name="index"),
    path("invite/", people.invite, name="invite"),
    path("<int:person_id>/", people.person, name="person"),
    path("<int:person_id>/change/", people.change, name="change"),
    path("<int:person_id>/suspend/", people.suspend, name="suspend"),
    path("<int:person_id>/allow/", people.allow, name="allow"),
    path("<int:person_id>/reset/", people.reset, name="reset"),
]
demonstration_pages = [path("demonstration/sign-in/", demonstration.sign_in, name="sign_in")]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own_pages, "accounts"))),
    path("office/people/", include((people_pages, "people"))),
]
if settings.DEMONSTRATION:
    urlpatterns.append(path("", include((demonstration_pages, "demonstration"))))
