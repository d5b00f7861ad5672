"""What came of published reviews: products, whom they reached, changes in practice with their tests, how far the loop
is closed."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.figures.pages import page_of
from throughline.foundation.figures.years import year_on
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table, Tile
from throughline.foundation.ui.site import NavigationItem
from throughline.office.actions import api as actions
from throughline.office.reviews.action_sources import KIND
from throughline.office.reviews.forms import learning as forms
from throughline.office.reviews.forms.works import BriefingForm
from throughline.office.reviews.models import LearningProduct, PracticeChange, PracticeTest, Review
from throughline.office.reviews.operations import learning as operations
from throughline.office.reviews.permissions import ReviewsPermission
from throughline.office.reviews.queries import learning as queries
from throughline.office.reviews.rules.learning import Product, Test
from throughline.office.reviews.rules.reviewing import BRIEFING, ONE_SIDE
from throughline.office.reviews.views.steps import Words, both, step

LEARN = ReviewsPermission.LEARN


@requires(LEARN)
@require_safe
def published(request: Request) -> HttpResponse:
    """Every review on record, and the tests whose day has come."""
    rows: list[list[str | Cell]] = [
        [
            Cell(row.name, reverse("reviews:published_review", args=[row.pk])), row.kind,
            formats.month(row.published_from) if row.published_from else "Not published",
        ]
        for row in queries.all_reviews()
    ]  # fmt: skip
    due: list[list[str | Cell]] = [
        [Cell(each.what, reverse("reviews:test_result", args=[each.pk])), each.change.review.name,
         f"{each.change.service_or_policy}: {each.change.change}", formats.day(each.planned_on)]
        for each in queries.tests_due(business_today())
    ]  # fmt: skip
    surveys: list[list[str | Cell]] = [
        [
            Cell(each.title, reverse("surveys:survey", args=[each.pk])),
            formats.day(each.closes_on) if each.closes_on else "None",
        ]
        for each in queries.awareness_surveys()
    ]
    context = {
        "table": Table("Reviews", [Column("Review"), Column("Kind"), Column("Published")], rows) if rows else None,
        "due": Table("Tests whose day has come",
                     [Column("Test"), Column("Review"), Column("Change"), Column("Planned for")], due)
        if due else None,
        "surveys": Table("Surveys on awareness", [Column("Survey"), Column("Last day")], surveys) if surveys else None,
        "themes_url": page_of("review themes"),
    }  # fmt: skip
    return render(request, "reviews/published.html", context)


def _review(review_id: int) -> Review:
    try:
        return queries.review(review_id)
    except Review.DoesNotExist as error:
        raise Http404 from error


@requires(LEARN)
@require_safe
def review(request: Request, review_id: int) -> HttpResponse:
    """One review: the loop from recommendations to tests of what changed."""
    found = _review(review_id)
    recommendations = actions.recommendations_of_source(KIND, found.pk)
    loop, changes = queries.loop_of(recommendations), queries.changes_of(found)
    done = [test for row in changes for test in row.tests.all() if test.done_on]
    held = len([test for test in done if test.holds])
    context = {
        "review": found.name,
        "kind": f"{found.kind[:1].upper()}{found.kind[1:]}",
        "review_id": found.pk,
        "is_published": bool(found.published),
        "tiles": [
            Tile("Recommendations", formats.number(loop.recommendations),
                 f"{loop.accepted} accepted, {loop.declined} declined"),
            Tile("Actions", formats.number(loop.actions), f"{loop.closed} closed, {loop.proven} proven"),
            Tile("Changes in practice", formats.number(len(changes))),
            Tile("Tests done", formats.number(len(done)), f"{held} show that the change holds"),
        ],
        "thread": reverse("links:thread", args=[KIND, found.pk]),
        "tracker": f"{reverse('actions:list')}?source={KIND}",
        "recommendations": recommendations_table(recommendations),
        "changes": [_change(row) for row in changes],
        "products": _products(found),
    }  # fmt: skip
    return render(request, "reviews/published_review.html", context)


def recommendations_table(rows: list[actions.Recommendation]) -> Table | None:
    said: list[list[str | Cell]] = [
        [Cell(row.text, reverse("actions:recommendation", args=[row.pk])), str(row.to_agency or row.to_group),
         row.get_state_display() + (f": {row.decline_reason}" if row.decline_reason else "")]
        for row in rows
    ]  # fmt: skip
    columns = [Column("Recommendation"), Column("To"), Column("Answer")]
    return Table("Recommendations in the tracker", columns, said) if said else None


def _change(row: PracticeChange) -> dict[str, Any]:
    rows = [
        SummaryRow("What is different", row.change,
                   NavigationItem("Change", reverse("reviews:change", args=[row.review_id, row.pk]), False)),
        SummaryRow("Since", formats.day(row.since) if row.since else "Not said"),
        SummaryRow("What shows it", row.evidence or "Nothing on record yet"),
    ]  # fmt: skip
    rows += [SummaryRow(f"{Test(test.how).label}: {test.what}", _came_out(test), _to_result(test))
             for test in row.tests.all()]  # fmt: skip
    return {
        "where": row.service_or_policy, "rows": rows, "test_url": reverse("reviews:test_add", args=[row.pk]),
    }  # fmt: skip


def _came_out(test: PracticeTest) -> str:
    if test.done_on is None:
        return f"Planned for {formats.day(test.planned_on)}"
    return f"{'Holds' if test.holds else 'Does not hold'}, {formats.day(test.done_on)}: {test.found}"


def _to_result(test: PracticeTest) -> NavigationItem | None:
    return NavigationItem("Record the result", reverse("reviews:test_result", args=[test.pk]), False)


def _products(found: Review) -> list[dict[str, Any]]:
    rows = queries.products_of(found)
    events = queries.events_of([row.pk for row in rows])
    return [_product(row) | (_event(events[row.pk]) if row.pk in events else {}) for row in rows]


def _event(held: queries.HeldEvent) -> dict[str, Any]:
    """As who holds it has it now: when, where, and who came."""
    rows: list[list[str | Cell]] = [_reached(each.agency, each.sent, each.came) for each in held.turnout]
    if len(rows) > 1:
        came = [each.came for each in held.turnout if each.came is not None]
        rows.append(_reached("All agencies", sum(each.sent for each in held.turnout), sum(came) if came else None))
    columns = [Column("Agency"), Column("Booked", numeric=True), Column("Came on every day", numeric=True)]
    return {
        "title": f"Event: {held.event.title}",
        "on": f"{held.event.when}{', cancelled' if held.event.note else ''}",
        "where": "Its public page",
        "link": held.event.url,
        "reached": Table(f"Who came to ‘{held.event.title}’, from its register", columns, rows) if rows else None,
        "reached_url": "",
    }


def _reached(agency: str, sent: int, came: int | None) -> list[str | Cell]:
    return [agency, formats.number(sent), "not known" if came is None else formats.number(came)]


def _product(row: LearningProduct) -> dict[str, Any]:
    reached = [_reached(str(each.agency), each.sent, each.took) for each in row.reached.all()]
    views: list[list[str | Cell]] = [[formats.day(each.on), formats.number(each.number)] for each in row.views.all()]
    counts = [Column("Agency"), Column("Sent to", numeric=True), Column("Came, watched or read", numeric=True)]
    return {
        "title": f"{Product(row.kind).label}: {row.title}",
        "where": row.url,
        "link": row.url if row.url.startswith(("https://", "http://", "/")) else "",
        "on": formats.day(row.on),
        "reached": Table(f"Whom ‘{row.title}’ reached", counts, reached) if reached else None,
        "views": Table(f"Views of ‘{row.title}’", [Column("By"), Column("In all", numeric=True)], views)
        if views else None,
        "views_url": reverse("reviews:product_views", args=[row.pk]),
        "reached_url": reverse("reviews:product_reached", args=[row.pk]),
    }  # fmt: skip


def _back(found: Review) -> str:
    return reverse("reviews:published_review", args=[found.pk])


@requires(LEARN)
@both
def product_add(request: Request, review_id: int) -> HttpResponse:
    found = _review(review_id)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.add_product(
            review_id=found.pk, **{**given, "kind": Product(given["kind"])}, by=request.actor, at=business_now()
        )
        return f"‘{given['title']}’ is on record.", _back(found)

    words = Words("Add a learning product", found.name, "Add it", _back(found))
    return step(request, forms.ProductForm(request.POST or None), words, do)


@requires(LEARN)
@both
def published_briefing(request: Request, review_id: int) -> HttpResponse:
    found = _review(review_id)
    there = dict(found.briefing)
    form = BriefingForm(
        request.POST or None, initial={f"point_{n}": there.get(point, "") for n, point in enumerate(BRIEFING)}
    )

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.write_published_briefing(
            review_id=found.pk, points=form.points(), by=request.actor, at=business_now()
        )
        return "The briefing stands beside the review for everyone to read.", _back(found)

    words = Words("The briefing in seven points", found.name, "Publish it", _back(found),
                  f"One side of A4: {ONE_SIDE} words at most in all. Everyone can read it: name nobody.")  # fmt: skip
    return step(request, form, words, do)


@requires(LEARN)
@both
def product_event(request: Request, review_id: int) -> HttpResponse:
    found = _review(review_id)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        kind, event_id = given["event"]
        row = operations.add_event(
            review_id=found.pk, kind=kind, event_id=event_id, by=request.actor, at=business_now()
        )
        return f"‘{row.title}’ is on record. Who came is counted from its register.", _back(found)

    words = Words(
        "Choose an event of the training programme", found.name, "Add it", _back(found),
        "Who was booked and who came is then counted from the register of the event.",
    )  # fmt: skip
    return step(request, forms.EventForm(request.POST or None, today=business_today()), words, do)


def _one_product(product_id: int) -> LearningProduct:
    try:
        return queries.product(product_id)
    except LearningProduct.DoesNotExist as error:
        raise Http404 from error


@requires(LEARN)
@both
def product_views(request: Request, product_id: int) -> HttpResponse:
    row = _one_product(product_id)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.record_views(product_id=row.pk, **given, by=request.actor, at=business_now())
        return "The views are on record.", _back(row.review)

    words = Words("Record views", row.title, "Save", _back(row.review))
    return step(request, forms.ViewsForm(request.POST or None), words, do)


@requires(LEARN)
@both
def product_reached(request: Request, product_id: int) -> HttpResponse:
    row = _one_product(product_id)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.record_reached(
            product_id=row.pk, agency_id=int(given["agency"]), sent=given["sent"], took=given["took"],
            by=request.actor, at=business_now(),
        )  # fmt: skip
        return "It is on record whom it reached.", _back(row.review)

    words = Words("Record whom it reached", row.title, "Save", _back(row.review))
    return step(request, forms.ReachedForm(request.POST or None), words, do)


def _change_form(request: Request, found: Review, row: PracticeChange | None) -> HttpResponse:
    initial: dict[str, Any] = {}
    if row is not None:
        initial = {"where": row.service_or_policy, "change": row.change, "since": row.since, "evidence": row.evidence}

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.write_change(
            review_id=found.pk, change_id=row.pk if row else None, **given, by=request.actor, at=business_now()
        )
        return "The change is on record.", _back(found)

    words = Words("A change in practice", found.name, "Save", _back(found))
    return step(request, forms.ChangeForm(request.POST or None, initial=initial), words, do)


@requires(LEARN)
@both
def change_add(request: Request, review_id: int) -> HttpResponse:
    return _change_form(request, _review(review_id), None)


def _one_change(change_id: int) -> PracticeChange:
    try:
        return queries.change(change_id)
    except PracticeChange.DoesNotExist as error:
        raise Http404 from error


@requires(LEARN)
@both
def change(request: Request, review_id: int, change_id: int) -> HttpResponse:
    row = _one_change(change_id)
    if row.review_id != review_id:
        raise Http404
    return _change_form(request, row.review, row)


@requires(LEARN)
@both
def test_add(request: Request, change_id: int) -> HttpResponse:
    row = _one_change(change_id)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.plan_test(
            change_id=row.pk, **{**given, "how": Test(given["how"])}, by=request.actor, at=business_now()
        )
        return "The test is planned.", _back(row.review)

    words = Words("Plan a test", f"{row.service_or_policy}: {row.change}", "Plan it", _back(row.review))
    return step(request, forms.TestForm(request.POST or None), words, do)


@requires(LEARN)
@both
def test_result(request: Request, test_id: int) -> HttpResponse:
    try:
        row = queries.practice_test(test_id)
    except PracticeTest.DoesNotExist as error:
        raise Http404 from error
    back = _back(row.change.review)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.record_test(
            test_id=row.pk, on=given["on"], holds=given["holds"] == "yes", found=given["found"], by=request.actor,
            at=business_now(),
        )  # fmt: skip
        return "The result is on record.", back

    words = Words("Result of a test", f"{Test(row.how).label}: {row.what}", "Save", back)
    return step(request, forms.TestResultForm(request.POST or None), words, do)


@requires(LEARN)
@both
def awareness(request: Request) -> HttpResponse:
    today = business_today()
    year = year_on(today, request.partnership.report_year_starts).label

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        survey = operations.start_awareness(
            year=year, everybody=given["everybody"] == "yes", emails=given["emails"], closes_on=given["closes_on"],
            by=request.actor, today=today, at=real_now(),
        )  # fmt: skip
        return f"‘{survey.title}’ has started.", reverse("surveys:survey", args=[survey.pk])

    words = Words(
        "Ask practitioners what reached them",
        f"Survey {year}",
        "Start the survey",
        reverse("reviews:published"),
        "Nobody can tell who answered what; small groups are hidden.",
    )
    return step(request, forms.AwarenessForm(request.POST or None), words, do)
