"""Every component and every kind of field on one page, to look at and to test. Never served in production.

The address is in config/urls.py, since whether a view is public is declared with `access`, which stands above this app.
"""

import datetime as dt

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughline.foundation.ui.forms import Checkboxes, DateField, Form, Radios
from throughline.foundation.ui.parts import Card, Cell, Column, SummaryRow, Table, Tile
from throughline.foundation.ui.site import NavigationItem, Site

SITE = Site(
    name="Somewhere-upon-Water and District Safeguarding Children Partnership",
    short_name="SSCP",
    demonstration=True,
    worried_phone="01632 960123",
    out_of_hours_phone="01632 960456",
    navigation=(
        NavigationItem("Training", "/gallery/"),
        NavigationItem("Who we are", "/gallery/"),
        NavigationItem("Yearly reports", "/gallery/"),
        NavigationItem("Gallery", "/gallery/", current=True),
    ),
    account_links=(NavigationItem("Sign in", "/gallery/"),),
    footer_links=(NavigationItem("Accessibility", "/gallery/"), NavigationItem("Privacy", "/gallery/")),
    as_at_note="The site stands at 5 February 2024.",
)

SECTORS = [("health", "Health"), ("police", "Police"), ("education", "Schools and colleges")]
CONTACT = [("email", "Email"), ("phone", "Telephone")]


class EveryField(Form):
    """One field of each kind."""

    name = forms.CharField(label="Name of the session", help_text="As it is shown in the calendar", max_length=80)
    email = forms.EmailField(label="Email address", help_text="We send the joining details there")
    code = forms.CharField(
        label="Security code",
        help_text="The 6 digits in the message",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    places = forms.IntegerField(label="Places", help_text="Leave none out", min_value=1, max_value=200)
    fee = forms.DecimalField(label="Charge in pounds", required=False, decimal_places=2)
    sector = forms.ChoiceField(label="Sector", help_text="Where you work", choices=[("", "---------"), *SECTORS])
    about = forms.CharField(label="What it is about", help_text="In plain words", widget=forms.Textarea, max_length=500)
    held_on = DateField(label="Day of the session", help_text="For example, 26 2 2024", subject="Day of the session")
    mode = forms.ChoiceField(
        label="How is it held?",
        help_text="Choose one",
        choices=[("in_person", "In person"), ("virtual", "Virtual")],
        widget=Radios(hints={"virtual": "The link is shown to those who booked"}),
    )
    contact = forms.ChoiceField(
        label="How shall we reach you?",
        choices=CONTACT,
        widget=Radios(reveals={"phone": ["phone"]}),
    )
    phone = forms.CharField(
        label="Telephone number",
        required=False,
        widget=forms.TelInput(attrs={"autocomplete": "tel", "class": "govuk-input--width-20"}),
    )
    audience = forms.MultipleChoiceField(
        label="Who is it for?", help_text="Choose all that apply", choices=SECTORS, widget=Checkboxes
    )
    papers = forms.FileField(label="Slides", help_text="A PDF, up to 10 MB")
    agreed = forms.BooleanField(label="The trainer has agreed", help_text="Ask them first")


class WithoutHints(EveryField):
    """The same with no hint at all."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        for each in self.fields.values():
            each.help_text = ""


WRONG = {
    "wrong-name": "",
    "wrong-email": "someone",
    "wrong-code": "",
    "wrong-places": "many",
    "wrong-fee": "1.234",
    "wrong-sector": "",
    "wrong-about": "x" * 501,
    "wrong-held_on_day": "26",
    "wrong-held_on_month": "",
    "wrong-held_on_year": "2024",
    "wrong-contact": "phone",
}

TABLE = Table(
    caption="Contributions by partner, 2022-23 and 2023-24",
    columns=[
        Column("Partner"),
        Column("Sector"),
        Column("2022-23", numeric=True),
        Column("2023-24", numeric=True),
        Column("Change", numeric=True),
        Column("Share of the total", numeric=True),
    ],
    rows=[
        [Cell("Council", "/gallery/"), "Local authority", "£100,000", "£104,000", "£4,000", "69.3%"],
        ["Health board", "Health", "£30,000", "£31,000", "£1,000", "20.7%"],
        ["Police", "Police", "£15,000", "£15,000", "£0", "10.0%"],
        ["Total", "", "£145,000", "£150,000", "£5,000", "100.0%"],
    ],
    last_is_total=True,
)

HOW = NavigationItem("How was this counted?", "/gallery/")
TILES = [
    Tile("Children in care at the year’s end", "423", "A rate of 65 in every 10,000", HOW),
    Tile("Practitioners trained", "1,946"),
    Tile("Voices heard", None, "No return was received"),
]

CARDS = [
    Card(
        "Exploitation: knowing the signs",
        "/gallery/",
        text="For everyone who works with children",
        note="Monday 26 February 2024, 9:30am",
        tag="12 places left",
        tag_colour="green",
    ),
    Card("Lessons from a review", "/gallery/", text="A briefing at lunch time", tag="Full", tag_colour="grey"),
]


def gallery(request: HttpRequest) -> HttpResponse:
    """The page. It stores nothing and reads no row."""
    context = {
        "site": SITE,
        "plain": WithoutHints(prefix="plain", initial={"held_on": dt.date(2024, 2, 26), "contact": "email"}),
        "hinted": EveryField(prefix="hinted"),
        "form": EveryField(WRONG, prefix="wrong"),
        "breadcrumbs": [NavigationItem("Home", "/"), NavigationItem("Training", "/gallery/")],
        "rows": [
            SummaryRow("Held on", "Monday 26 February 2024", NavigationItem("Change", "/gallery/")),
            SummaryRow("Venue", "A long name of a place in Somewhere-upon-Water, second floor"),
        ],
        "table": TABLE,
        "tiles": TILES,
        "cards": CARDS,
        "page": Paginator(range(90), 10).page(5),
        "day": dt.date(2024, 2, 26),
        "moment": dt.datetime(2024, 2, 26, 9, 30, tzinfo=dt.UTC),
        "last_day": dt.date(2024, 3, 1),
        "sum": 146799,
        "empty_link": NavigationItem("Add the first session", "/gallery/"),
    }
    return render(request, "ui/gallery.html", context)
