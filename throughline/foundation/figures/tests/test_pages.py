"""The pages of figures, by who asks: the draft, what was published, nothing."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from throughline.foundation.figures import presenting, published
from throughline.foundation.figures.models import DisclosureException, FigureRun
from throughline.foundation.figures.published import EarlierEdition, PublishedFigure, PublishedInput
from throughline.foundation.figures.values import Provenance, RecordRef, Source, Value, Whole
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of

pytestmark = pytest.mark.django_db
FIVE = "/figures/2023-24/made-up.five/"


@pytest.fixture
def year(records, partnership, run) -> None:
    """Medway's 2023-24 with a five of six, and a plan count that was 288 before."""
    records.counts = {"five": 5, "six": 6, "plans": 288}
    records.wholes = [Whole("made-up.six", ("made-up.five",))]
    records.more = [
        Value(
            "made-up.groups", "=Groups", "groups", "2023-24", "Medway", Decimal(2), Provenance.COMPUTED,
            Source(query="groups"), records=(RecordRef("Executive", "/groups/executive/"), RecordRef("<Board>")),
        )
    ]  # fmt: skip
    with scope.activate(scope_of(partnership, date(2024, 2, 5))):
        run(1)
        records.counts["plans"] = 290
        run(2)


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Callable[[PublishedFigure], None]:
    """What the publishing wing has published."""

    def put(*figures: PublishedFigure) -> None:
        table = {f.figure.id: f for f in figures}
        monkeypatch.setattr(published, "_lookups", [lambda i, y: table.get(i) if y == "2023-24" else None])

    return put


def frozen(figure_id: str, value: int | None, *, hidden: bool = False, **more: object) -> PublishedFigure:
    number = None if value is None else Decimal(value)
    figure = Value(
        figure_id, "Five", "children", "2023-24", "Medway", number, Provenance.RETURNED,
        Source(file="observations.csv", row=3, column="section three"), says="How many there were.",
    )  # fmt: skip
    return PublishedFigure(
        figure, hidden, "2023-24, first edition", "/reports/2023-24/", date(2024, 9, 30),
        datetime(2024, 10, 1, tzinfo=UTC), **more,
    )  # fmt: skip


@pytest.fixture
def anonymous(partnership) -> Client:
    return Client(headers={"host": "medway.localhost"})


def text_of(response) -> str:
    return response.content.decode()


# --- the draft


@pytest.mark.parametrize("role", ["business_unit", "accountable_officer", "scrutineer"])
def test_who_may_see_the_draft_sees_the_small_number_and_why_it_will_be_hidden(
    role, year, partnership, sign_in
) -> None:
    page = text_of(sign_in(partnership, role).get(FIVE))
    assert "5 children" in page
    assert "A publication shows c instead (SN-01): A count of 1 to 5 children or young people." in page
    assert "observations.csv" in page
    assert ("Record the reason" in page) is (role == "business_unit")


@pytest.mark.parametrize("roles", [(), ("practitioner",), ("training_officer",), ("editor",), ("administrator",)])
def test_nobody_else_learns_that_the_figure_exists(roles, year, partnership, sign_in, anonymous) -> None:
    client = sign_in(partnership, *roles) if roles else anonymous
    there, nowhere = client.get(FIVE), client.get("/figures/2023-24/made-up.none/")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert "Five" not in text_of(there)
    assert client.get("/office/figures/").status_code == (403 if roles else 302)


def test_without_the_second_factor_the_draft_stays_shut(year, partnership, sign_in) -> None:
    assert sign_in(partnership, "business_unit", second_factor=False).get(FIVE).status_code == 404


def test_another_partnership_has_no_such_figure(year, other_partnership, sign_in) -> None:
    response = sign_in(other_partnership, "business_unit").get(FIVE)
    assert response.status_code == 404
    listed = text_of(sign_in(other_partnership, "business_unit").get("/office/figures/"))
    assert "No figures have been worked out yet." in listed
    assert "Five" not in listed


def test_a_derived_figure_opens_to_its_inputs_and_they_to_it(year, partnership, sign_in) -> None:
    client = sign_in(partnership, "scrutineer")
    rate = text_of(client.get("/figures/2023-24/made-up.plans.rate/"))
    assert 'href="/figures/2023-24/made-up.plans/">Plans</a>' in rate
    assert "290 out of 65,289" in rate
    assert "count ÷ population × 10,000, rounded to one decimal" in rate
    assert 'href="/figures/2023-24/made-up.plans.rate/">Plans, rate</a>' in text_of(
        client.get("/figures/2023-24/made-up.plans/")
    )


def test_a_revised_figure_shows_its_old_value_with_the_day(year, partnership, sign_in) -> None:
    page = text_of(sign_in(partnership, "business_unit").get("/figures/2023-24/made-up.plans/"))
    assert "Values that it has had, the newest first" in page
    assert page.index("290 children") < page.index("288 children")
    assert "1 April 2024" in page


def test_a_computed_figure_opens_to_its_records_with_links(year, partnership, sign_in) -> None:
    page = text_of(sign_in(partnership, "business_unit").get("/figures/2023-24/made-up.groups/"))
    assert "The 2 records that it counts" in page
    assert '<a class="govuk-link" href="/groups/executive/">Executive</a>' in page
    assert "&lt;Board&gt;" in page


def test_a_withdrawn_figure_says_so(year, records, partnership, run, sign_in) -> None:
    del records.counts["six"]
    with scope.activate(scope_of(partnership, date(2024, 2, 5))):
        run(3)
    page = text_of(sign_in(partnership, "business_unit").get("/figures/2023-24/made-up.six/"))
    assert "No record gives this figure any more." in page
    assert "6 children" in page


# --- what was published


def test_everybody_sees_what_was_published_and_not_the_draft(year, publish, anonymous) -> None:
    publish(
        frozen(
            "made-up.five", 7, inputs=(PublishedInput("made-up.six", "Six", "6 children"),),
            earlier=(EarlierEdition("2023-24, draft edition", "8 children", date(2024, 6, 30)),),
        )
    )  # fmt: skip
    page = text_of(anonymous.get(FIVE))
    assert "7 children" in page
    assert "Published in 2023-24, first edition on 1 October 2024." in page
    assert '<a class="govuk-link" href="/figures/2023-24/made-up.six/">Six</a>' in page
    assert "8 children" in page
    assert "5 children" not in page
    assert "form" not in page.split("<main")[1].split("</main>")[0]


def test_a_hidden_figure_is_c_on_its_page_too(year, publish, anonymous) -> None:
    publish(frozen("made-up.five", None, hidden=True))
    main = text_of(anonymous.get(FIVE)).split("<main")[1].split("</main>")[0]
    assert '<p class="govuk-heading-xl govuk-!-margin-bottom-2">c</p>' in main
    assert "c: hidden, because the number is small enough" in main
    assert "5 children" not in main


def test_a_hidden_figure_cannot_be_published_with_its_number() -> None:
    with pytest.raises(ValueError, match="with its numbers"):
        frozen("made-up.five", 5, hidden=True)


def test_a_public_page_asks_the_database_little_and_sets_no_cookie(year, publish, anonymous) -> None:
    publish(frozen("made-up.five", 7))
    anonymous.get(FIVE)
    with CaptureQueriesContext(connection) as asked:
        response = anonymous.get(FIVE)
    assert len(asked) <= 10
    assert not response.cookies


# --- the list


def test_the_list_filters_by_provenance_and_words(year, partnership, sign_in) -> None:
    client = sign_in(partnership, "accountable_officer")

    def shown(query: str) -> list[str]:
        table = client.get(f"/office/figures/?{query}").context["table"]
        return [row[0].text for row in table.rows] if table else []

    assert shown("") == ["Five", "Five, rate", "=Groups", "Plans", "Plans, rate", "Population", "Six", "Six, rate"]
    assert shown("provenance=derived") == ["Five, rate", "Plans, rate", "Six, rate"]
    assert shown("text=PLANS") == ["Plans", "Plans, rate"]
    assert shown("text=plans&provenance=computed") == []
    assert "No figure matches." in text_of(client.get("/office/figures/?text=zzz"))
    assert shown("year=1999-00&provenance=nonsense") == shown("")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_whatever_its_length(rows, records, partnership, run, sign_in) -> None:
    records.counts = {f"n{i}": 10 + i for i in range(rows)}
    with scope.activate(scope_of(partnership, date(2024, 2, 5))):
        run()
    client = sign_in(partnership, "scrutineer")
    client.get("/office/figures/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/office/figures/")
    assert len([q for q in asked.captured_queries if "figures_" in q["sql"]]) == 3


def test_the_file_is_typed_and_no_text_is_a_formula(year, partnership, sign_in) -> None:
    response = sign_in(partnership, "business_unit").get("/office/figures/figures.csv?provenance=computed")
    assert response.headers["Content-Disposition"] == 'attachment; filename="figures-2023-24-draft.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [
        {
            "id": "made-up.groups", "label": "'=Groups", "value": "2", "unit": "groups", "period": "2023-24",
            "area": "Medway", "provenance": "computed", "status": "known", "precision": "", "file": "", "row": "",
            "column": "", "query": "groups", "formula": "", "inputs": "", "as_at": "2024-04-01",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx", "\r=1", "  =1"])
def test_what_begins_like_a_formula_is_made_harmless(text: str) -> None:
    assert presenting.harmless(text) == f"'{text}"
    assert presenting.harmless("1-2") == "1-2"


# --- working out and exceptions


def test_the_unit_works_the_figures_out_and_a_get_does_not(records, partnership, sign_in) -> None:
    client = sign_in(partnership, "business_unit")
    assert client.get("/office/figures/run/").status_code == 405
    response = client.post("/office/figures/run/", {"year": "2023-24"}, follow=True)
    assert "1 figure worked out. New or different from before: 1." in text_of(response)
    with scope.activate(scope_of(partnership, date(2024, 2, 5))):
        assert set(FigureRun.objects.values_list("year", flat=True)) == {"2023-24"}
    refused = client.post("/office/figures/run/", {"year": "2023-25"}, follow=True)
    assert "is not one year" in text_of(refused)
    assert sign_in(partnership, "scrutineer").post("/office/figures/run/", {"year": "2023-24"}).status_code == 403


def test_an_exception_is_recorded_and_taken_back_on_the_page(year, partnership, sign_in) -> None:
    client = sign_in(partnership, "business_unit")
    where = "/office/figures/2023-24/made-up.five/exception/"
    empty = client.post(where, {"reason": " "})
    assert empty.status_code == 422
    assert "There is a problem" in text_of(empty)
    page = text_of(client.post(where, {"reason": "It was in the inspection report."}, follow=True))
    assert "A publication shows it although it is small, because: It was in the inspection report." in page
    again = text_of(client.post(where, {"withdraw": "yes"}, follow=True))
    assert "A publication shows c instead" in again
    assert client.post("/office/figures/2023-24/made-up.none/exception/", {"reason": "x"}).status_code == 404
    assert sign_in(partnership, "scrutineer").post(where, {"reason": "x"}).status_code == 403
    with scope.activate(scope_of(partnership, date(2024, 2, 5))):
        assert not DisclosureException.objects.exists()
