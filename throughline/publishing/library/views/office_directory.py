"""Services, campaigns and reviews elsewhere, as the office keeps them."""

from dataclasses import fields
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_today
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.library import forms, operations, presenters, queries
from throughline.publishing.library.models import Campaign, Elsewhere, Pledge, Service
from throughline.publishing.library.operations import CampaignWords, ElsewhereWords, ServiceWords
from throughline.publishing.library.rules import check_words
from throughline.publishing.library.views.office_documents import MANAGE, Given, both, frame
from throughline.publishing.library.views.steps import Words, step


def _columns(*labels: str) -> list[Column]:
    return [Column(each) for each in labels]


@requires(MANAGE)
@require_safe
def services(request: Request) -> HttpResponse:
    today = business_today()
    rows: list[list[str | Cell]] = [
        [
            Cell(row.name, reverse("library_office:service", args=[row.pk])),
            row.provider,
            check_words(row.checked_on, today, formats.day(row.checked_on) if row.checked_on else ""),
        ]
        for row in queries.services()
    ]
    table = Table("Services", _columns("Service", "Provided by", "Checked"), rows) if rows else None
    new = NavigationItem("Add a service", reverse("library_office:new_service"))
    return render(
        request, "library/office_list.html",
        {**frame("services"), "title": "Services", "table": table, "new": new, "empty": "No service is on record yet.",
         "intro": "Who families can be referred to. Check each entry every six months."},
    )  # fmt: skip


def _service(request: Request, row: Service | None) -> HttpResponse:
    back = reverse("library_office:services")
    names = [each.name for each in fields(ServiceWords)]

    def do(given: Given) -> tuple[str, str]:
        saved = operations.write_service(
            service_id=row.pk if row else None, words=ServiceWords(**{n: given[n] for n in names}), by=request.actor
        )
        return f"{saved.name} is saved.", reverse("library_office:service", args=[saved.pk])

    initial = {name: getattr(row, name) for name in names} if row else None
    words = Words("Change a service" if row else "Add a service", "Directory of services", "Save", back)
    return step(request, forms.ServiceForm(request.POST or None, initial=initial), words, do)


@requires(MANAGE)
@both
def new_service(request: Request) -> HttpResponse:
    return _service(request, None)


@requires(MANAGE)
@both
def change_service(request: Request, service_id: int) -> HttpResponse:
    return _service(request, get_object_or_404(Service, pk=service_id))


@requires(MANAGE)
@require_safe
def service(request: Request, service_id: int) -> HttpResponse:
    row = get_object_or_404(Service, pk=service_id)
    checked = formats.day(row.checked_on) if row.checked_on else ""
    said = (
        ("What it does", row.what), ("Who it is for", row.who_for), ("Who can refer", row.who_refers),
        ("How to refer", row.how), ("Provided by", row.provider), ("Phone", row.phone), ("Email", row.email),
        ("Website", row.website), ("Theme", row.theme),
        ("Checked", check_words(row.checked_on, business_today(), checked)),
        ("Ended", formats.day(row.ended_on) if row.ended_on else ""),
    )  # fmt: skip
    return render(
        request, "library/office_service.html",
        {**frame("services"), "crumbs": [NavigationItem("Services", reverse("library_office:services"))],
         "service": row, "rows": [SummaryRow(key, value) for key, value in said if value]},
    )  # fmt: skip


@requires(MANAGE)
@both
def check_service(request: Request, service_id: int) -> HttpResponse:
    row = get_object_or_404(Service, pk=service_id)
    back = reverse("library_office:service", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        operations.check_service(service_id=row.pk, today=business_today(), by=request.actor)
        return f"{row.name} is marked as checked today.", back

    words = Words("Is all of it still so?", row.name, "Yes, I asked the service", back,
                  intro="Ask the service first: what it does, for whom, how to refer, its numbers.")  # fmt: skip
    return step(request, forms.SureForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def end_service(request: Request, service_id: int) -> HttpResponse:
    row = get_object_or_404(Service, pk=service_id)
    back = reverse("library_office:service", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        operations.end_service(service_id=row.pk, today=business_today(), by=request.actor)
        return f"{row.name} is not shown any more.", reverse("library_office:services")

    words = Words("This service has ended", row.name, "Take it off the directory", back)
    return step(request, forms.SureForm(request.POST or None), words, do)


@requires(MANAGE)
@require_safe
def campaigns(request: Request) -> HttpResponse:
    year = business_today().year
    rows: list[list[str | Cell]] = [
        [
            Cell(days.campaign.title, reverse("library_office:campaign", args=[days.campaign.pk])),
            presenters.days_words(days),
            "as announced" if days.announced else "worked out",
            formats.number(len(days.campaign.resources.all())),
            formats.number(sum(1 for each in days.campaign.pledges.all() if each.year == year)),
        ]
        for days in queries.calendar_of(year)
    ]
    columns = [
        *_columns("Campaign", f"Days in {year}", "How known"),
        Column("Resources", True),
        Column("Pledges", True),
    ]
    new = NavigationItem("Add a campaign", reverse("library_office:new_campaign"))
    return render(
        request, "library/office_list.html",
        {**frame("campaigns"), "title": "Campaigns and awareness days", "new": new,
         "empty": "No campaign is on record yet.",
         "table": Table(f"Campaigns of {year}", columns, rows) if rows else None,
         "intro": "They come again each year by themselves."},
    )  # fmt: skip


def _campaign(request: Request, row: Campaign | None) -> HttpResponse:
    initial: dict[str, Any] = {}
    if row is not None:
        initial = {
            "title": row.title, "says": row.says, "website": row.website, "month": str(row.month), "lasts": row.lasts,
            "comes": "day" if row.day else "weekday", "day": row.day, "nth": str(row.nth or 1),
            "weekday": str(row.weekday or 0),
        }  # fmt: skip

    def do(given: Given) -> tuple[str, str]:
        words = CampaignWords(given["title"], forms.CampaignForm.rule(given), given["says"], given["website"])
        saved = operations.write_campaign(campaign_id=row.pk if row else None, words=words, by=request.actor)
        return f"{saved.title} is saved.", reverse("library_office:campaign", args=[saved.pk])

    words = Words(
        "Change a campaign" if row else "Add a campaign", "Campaigns", "Save", reverse("library_office:campaigns")
    )
    return step(request, forms.CampaignForm(request.POST or None, initial=initial), words, do)


@requires(MANAGE)
@both
def new_campaign(request: Request) -> HttpResponse:
    return _campaign(request, None)


@requires(MANAGE)
@both
def change_campaign(request: Request, campaign_id: int) -> HttpResponse:
    return _campaign(request, get_object_or_404(Campaign, pk=campaign_id))


@requires(MANAGE)
@require_safe
def campaign(request: Request, campaign_id: int) -> HttpResponse:
    row = get_object_or_404(queries.campaigns(), pk=campaign_id)
    year = business_today().year
    pledges: list[list[str | Cell]] = [
        [Cell(each.who, reverse("library_office:pledge_done", args=[each.pk])), str(each.year), each.text,
         each.done or "not said yet"]
        for each in row.pledges.all()
    ]  # fmt: skip
    return render(
        request, "library/office_campaign.html",
        {
            **frame("campaigns"), "campaign": row,
            "crumbs": [NavigationItem("Campaigns", reverse("library_office:campaigns"))],
            "rows": [
                SummaryRow(str(each), presenters.days_words(queries.campaign_days(row, each)))
                for each in (year, year + 1)
            ],
            "resources": list(row.resources.all()),
            "pledges": Table("Pledges", _columns("Who", "Year", "Pledge", "What was done"), pledges)
            if pledges else None,
        },
    )  # fmt: skip


@requires(MANAGE)
@both
def add_resource(request: Request, campaign_id: int) -> HttpResponse:
    row = get_object_or_404(Campaign, pk=campaign_id)
    back = reverse("library_office:campaign", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        operations.add_resource(campaign_id=row.pk, label=given["label"], url=given["url"], by=request.actor)
        return "The resource is added.", back

    return step(request, forms.ResourceForm(request.POST or None), Words("Add a resource", row.title, "Add", back), do)


@requires(MANAGE)
@both
def announce(request: Request, campaign_id: int) -> HttpResponse:
    row = get_object_or_404(Campaign, pk=campaign_id)
    back = reverse("library_office:campaign", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        done = operations.announce_days(
            campaign_id=row.pk, first=given["first"], last=given["last"], theme=given["theme"], by=request.actor
        )
        return f"The days of {done.year} are set.", back

    words = Words("Set the days of a year", row.title, "Save", back,
                  intro="As its organisers announced them, in the place of the days that were worked out.")  # fmt: skip
    return step(request, forms.DaysForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def add_pledge(request: Request, campaign_id: int) -> HttpResponse:
    row = get_object_or_404(Campaign, pk=campaign_id)
    back = reverse("library_office:campaign", args=[row.pk])
    year = business_today().year

    def do(given: Given) -> tuple[str, str]:
        operations.add_pledge(campaign_id=row.pk, year=year, who=given["who"], text=given["text"], by=request.actor)
        return "The pledge is on record.", back

    words = Words(f"Add a pledge for {year}", row.title, "Add", back)
    return step(request, forms.PledgeForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def pledge_done(request: Request, pledge_id: int) -> HttpResponse:
    row = get_object_or_404(Pledge.objects.select_related("campaign"), pk=pledge_id)
    back = reverse("library_office:campaign", args=[row.campaign_id])

    def do(given: Given) -> tuple[str, str]:
        operations.report_pledge(pledge_id=row.pk, done=given["done"], by=request.actor)
        return "What was done is on record.", back

    words = Words("What became of this pledge?", f"{row.campaign.title} {row.year}", "Save", back,
                  intro=f"{row.who}: {row.text}")  # fmt: skip
    return step(request, forms.PledgeDoneForm(request.POST or None, initial={"done": row.done}), words, do)


@requires(MANAGE)
@require_safe
def elsewhere(request: Request) -> HttpResponse:
    rows: list[list[str | Cell]] = [
        [Cell(row.title, reverse("library_office:change_elsewhere", args=[row.pk])), row.partnership, row.region,
         ", ".join(row.themes), formats.day(row.published_on)]
        for row in queries.elsewhere()
    ]  # fmt: skip
    columns = _columns("Review", "Partnership", "Region", "Themes", "Published")
    new = NavigationItem("Add a review", reverse("library_office:new_elsewhere"))
    return render(
        request, "library/office_list.html",
        {**frame("elsewhere"), "title": "Learning from reviews elsewhere", "new": new,
         "table": Table("Reviews elsewhere", columns, rows) if rows else None, "empty": "No review is on record yet.",
         "intro": "What other partnerships learned, and what we do about it."},
    )  # fmt: skip


def _elsewhere(request: Request, row: Elsewhere | None) -> HttpResponse:
    names = [each.name for each in fields(ElsewhereWords)]

    def do(given: Given) -> tuple[str, str]:
        words = ElsewhereWords(**{**{name: given[name] for name in names}, "themes": tuple(given["themes"])})
        saved = operations.write_elsewhere(elsewhere_id=row.pk if row else None, words=words, by=request.actor)
        return f"{saved.title} is saved.", reverse("library_office:elsewhere")

    initial = {name: getattr(row, name) for name in names} if row else None
    words = Words("Change a review" if row else "Add a review", "Reviews elsewhere", "Save",
                  reverse("library_office:elsewhere"))  # fmt: skip
    return step(request, forms.ElsewhereForm(request.POST or None, initial=initial), words, do)


@requires(MANAGE)
@both
def new_elsewhere(request: Request) -> HttpResponse:
    return _elsewhere(request, None)


@requires(MANAGE)
@both
def change_elsewhere(request: Request, elsewhere_id: int) -> HttpResponse:
    return _elsewhere(request, get_object_or_404(Elsewhere, pk=elsewhere_id))
