import pytest
from django.template.loader import render_to_string

from throughline.foundation.ui.parts import Cell, Column, Table


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="A row of ‘Places’ has 1 cells for 2 columns"):
        Table("Places", [Column("Session"), Column("Places", numeric=True)], [["Signs"]])


def test_cells_take_the_side_of_their_column_and_the_last_row_may_be_the_total() -> None:
    table = Table(
        "Places",
        [Column("Session"), Column("Places", numeric=True)],
        [[Cell("Signs", "/signs/"), "12"], ["Total", "12"]],
        last_is_total=True,
    )
    html = render_to_string("ui/components/table.html", {"table": table})
    assert html.count('<th scope="row"') == 2
    assert html.count("govuk-table__cell--numeric") == 2
    assert html.count("govuk-table__row--total") == 1
    assert '<a class="govuk-link" href="/signs/">Signs</a>' in html
    assert 'role="region" aria-label="Places" tabindex="0"' in html
