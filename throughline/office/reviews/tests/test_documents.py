"""What the pack leaves out, and that a briefing fits on one side. No database."""

import io
from datetime import date
from itertools import cycle, islice

import pytest

from throughline.foundation.documents import html, pdf
from throughline.office.partnership.models import Organisation
from throughline.office.reviews.documents import Choice, Contents, Report, briefing, pack
from throughline.office.reviews.models import Case, HouseholdPerson, Incident, InformationRequest
from throughline.office.reviews.rules.reviewing import BRIEFING, ONE_SIDE, not_one_side
from throughline.office.reviews.rules.timeline import Entry, merged

DAY = date(2024, 2, 5)
SECRETS = {
    "names": ("Robin", "Ashfield"), "births": ("4 September 2023", "04/09/2023"), "agencies": ("Elm School",),
    "places": ("Rose Lane",),
}  # fmt: skip


def contents() -> Contents:
    school = Organisation(name="Elm School")
    said = "Robin Ashfield, born 4 September 2023 (04/09/2023), was seen by Elm School in Rose Lane."
    return Contents(
        reference="R1", partnership="Medway", case=Case(outcome=""),
        incident=Incident(harm="serious", account=said, place="Rose Lane"), texts={}, criteria={}, views=[],
        requests=[InformationRequest(agency=school, answer="known", summary=said)],
        household=[HouseholdPerson(name="Robin Ashfield", relation="the child", born=date(2023, 9, 4)),
                   HouseholdPerson(name="Jo Lowe", relation="Robin’s mother", at_home=False)],
        lines=merged([Entry(1, DAY, "9:05", "Elm School", "", "Visit of Robin", "", said)]), on=DAY,
    )  # fmt: skip


@pytest.mark.parametrize("taken", SECRETS)
def test_the_pack_leaves_out_what_was_chosen_and_that_alone(taken: str) -> None:
    parts = frozenset({"household", "returns", "timeline"})
    written = html.page(pack(contents(), Choice(parts, **{taken: True})), stylesheet="")
    assert "Visit of" in written
    for kind, words in SECRETS.items():
        assert [word in written for word in words] == [kind != taken] * len(words), kind


def test_RV_K3_a_briefing_of_as_many_words_as_are_allowed_fits_on_one_side() -> None:
    if not pdf.pdf_available():
        pytest.skip(pdf.INSTALL)
    from pypdf import PdfReader

    words = cycle(
        ["safeguarding", "partners", "asked", "what", "each", "agency", "knew", "of", "the", "children", "here"]
    )
    each, more = divmod(ONE_SIDE, len(BRIEFING))
    points = {}
    for number, point in enumerate(BRIEFING):
        said = list(islice(words, each + (number < more)))
        points[point] = f"{' '.join(said[:30])}\n{' '.join(said[30:])}"
    assert not_one_side(points) == ""
    made = briefing(Report("R1", "Medway Safeguarding Children Partnership", "Child Q", "", (), (), "", points, DAY))
    assert len(PdfReader(io.BytesIO(pdf.write(made))).pages) == 1
