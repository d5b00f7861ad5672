"""A reader's own pages. A GET never subscribes, confirms or unsubscribes anybody: mail scanners follow links."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.clock import real_now
from throughline.publishing.bulletin import forms
from throughline.publishing.bulletin.models import Subscriber
from throughline.publishing.bulletin.operations import reading_list
from throughline.publishing.bulletin.queries import readers
from throughline.publishing.bulletin.views.steps import Given, Words, sent, step

both = require_http_methods(["GET", "HEAD", "POST"])
TEST = "test" + "0" * 28


def wording_of(name: str) -> str:
    """What a reader agrees to. It is kept with the subscription, word for word."""
    return (
        f"I want the bulletin of {name} by email, about once a month and for urgent notices. I can stop it at any time "
        "with the link in each mail."
    )


@public
@both
def subscribe(request: Request) -> HttpResponse:
    wording = wording_of(request.partnership.name)
    form = forms.SubscribeForm(sent(request), wording=wording)

    def do(given: Given) -> tuple[str, str]:
        reading_list.subscribe(
            email=given["email"], wishes=form.wishes(), wording=wording, by=request.actor, at=real_now()
        )
        return "", reverse("bulletin:asked")

    words = Words(
        "Subscribe to the bulletin",
        request.partnership.name,
        "Subscribe",
        reverse("bulletin:archive"),
        public=True,
        intro="We send you a mail with a link first, so that nobody else can subscribe you.",
    )
    return step(request, form, words, do)


@public
@require_safe
def asked(request: Request) -> HttpResponse:
    return render(request, "bulletin/asked.html")


def _reader(reader_token: str) -> Subscriber:
    found = readers.by_token(reader_token)
    if found is None:
        raise Http404
    return found


@never_cache
@public
@both
def confirm(request: Request, reader_token: str) -> HttpResponse:
    """The page behind the link in the mail: its button confirms."""
    row = _reader(reader_token)

    def do(given: Given) -> tuple[str, str]:
        reading_list.confirm(token=reader_token, by=request.actor, at=real_now())
        return "Thank you. You get the bulletin from now on.", reverse("bulletin:preferences", args=[reader_token])

    words = Words(
        "Confirm your subscription",
        row.email,
        "Yes, I want the bulletin",
        reverse("bulletin:archive"),
        public=True,
        intro=row.wording,
    )
    return step(request, forms.NothingForm(sent(request)), words, do)


@never_cache
@public
@both
def preferences(request: Request, reader_token: str) -> HttpResponse:
    row = _reader(reader_token)

    def do(given: Given) -> tuple[str, str]:
        reading_list.choose(token=reader_token, wishes=form.wishes(), by=request.actor, at=real_now())
        return "Your choice is kept.", reverse("bulletin:preferences", args=[reader_token])

    initial = {"topics": row.topics, "sector": row.sector, "agency": row.agency}
    form = forms.WishesForm(sent(request), initial=initial)
    context = {
        "reader": row,
        "token": reader_token,
        "gets_it": row.state == Subscriber.State.ACTIVE,
        "how": row.get_state_display(),
        "basis": row.get_basis_display(),
        "since": readers.when_words(row),
    }
    words = Words("What you get from us", row.email, "Keep my choice", reverse("bulletin:archive"), public=True)
    return step(request, form, words, do, template="bulletin/preferences.html", more=context)


@never_cache
@csrf_exempt  # RFC 8058: the mail program posts it without cookies; the token in the address is the authority
@public
@both
def leave(request: Request, reader_token: str) -> HttpResponse:
    """One step: a POST unsubscribes, from the button or by the mail program itself; a GET only shows the button."""
    if reader_token == TEST:
        return render(request, "bulletin/left.html", {"state": "test", "token": reader_token})
    if not readers.knows_token(reader_token):
        raise Http404
    row = readers.by_token(reader_token)
    if request.method == "POST":
        reading_list.leave(token=reader_token, by=request.actor, at=real_now())
        return render(request, "bulletin/left.html", {"state": "left", "token": reader_token})
    state = "ask" if row is not None and row.state != Subscriber.State.LEFT else "left"
    return render(request, "bulletin/left.html", {"state": state, "token": reader_token})


@never_cache
@public
@require_safe
def mine(request: Request, reader_token: str) -> HttpResponse:
    """Everything that is held of the reader."""
    found = readers.everything_about(_reader(reader_token))
    response = HttpResponse(json.dumps(found, indent=2, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="what-we-hold.json"'
    return response


@never_cache
@public
@both
def forget(request: Request, reader_token: str) -> HttpResponse:
    row = _reader(reader_token)

    def do(given: Given) -> tuple[str, str]:
        reading_list.forget(token=reader_token, by=request.actor, at=real_now())
        return "We hold nothing that names your address any more.", reverse("bulletin:archive")

    intro = "Everything that names your address goes: from the list, and from the records of past mails."
    words = Words(
        "Forget me",
        row.email,
        "Forget my address",
        reverse("bulletin:preferences", args=[reader_token]),
        public=True,
        warning=True,
        intro=intro,
    )
    return step(request, forms.NothingForm(sent(request)), words, do)
