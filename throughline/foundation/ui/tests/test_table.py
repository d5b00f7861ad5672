"""A table's rows are made in Python for speed: what stands in a cell is text, whatever it holds."""

from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.foundation.ui.templatetags.ui import table_body


def test_cells_are_escaped_numbers_aligned_and_the_total_marked() -> None:
    columns = [Column("Who"), Column("How many", numeric=True)]
    rows = [[Cell("<b>A & B</b>", '/x/?a=1&b="2"'), "1"], ["All", "1"]]
    assert table_body(Table("A table", columns, rows, last_is_total=True)) == (
        '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">'
        '<a class="govuk-link" href="/x/?a=1&amp;b=&quot;2&quot;">&lt;b&gt;A &amp; B&lt;/b&gt;</a></th>'
        '<td class="govuk-table__cell govuk-table__cell--numeric">1</td></tr>\n'
        '<tr class="govuk-table__row govuk-table__row--total"><th scope="row" class="govuk-table__header">All</th>'
        '<td class="govuk-table__cell govuk-table__cell--numeric">1</td></tr>\n'
    )


def test_a_stacked_rows_cells_say_their_column_and_stay_a_tables_cells() -> None:
    columns = [Column("Name"), Column("Day & <hour>"), Column("Number", numeric=True)]
    assert table_body(Table("A table", columns, [["Ann", "Monday", "1"]], stacked=True)) == (
        '<tr role="row" class="govuk-table__row"><th scope="row" role="rowheader" class="govuk-table__header">Ann</th>'
        '<td role="cell" class="govuk-table__cell" data-label="Day &amp; &lt;hour&gt;">Monday</td>'
        '<td role="cell" class="govuk-table__cell govuk-table__cell--numeric" data-label="Number">1</td></tr>\n'
    )
