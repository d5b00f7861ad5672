"""What stands in a file is found, and who cites a document is read from the texts."""

import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from throughline.foundation.access.operations import Refused
from throughline.foundation.links.api import Ref, Relation, align, link
from throughline.foundation.links.models import Link
from throughline.foundation.sheets.api import EXCEL_TYPE
from throughline.office.audits.models import AssessmentCycle, CaseAudit, QuestionSetRow, SetVersion
from throughline.office.reviews.models import PracticeChange, Review
from throughline.office.training.models import Course
from throughline.publishing.library.citing import COURSE, slugs_in
from throughline.publishing.library.extracting import OPEN_DOCUMENT, text_of
from throughline.publishing.library.operations import Section
from throughline.publishing.library.tasks import note_citations
from throughline.publishing.library.tests.conftest import AT

ODT = (
    '<office:document-content xmlns:office="urn:o" xmlns:text="urn:t"><office:body>'
    "<text:h>Herons</text:h><text:p>They <text:span>stand</text:span> still.</text:p></office:body>"
    "</office:document-content>"
)


def open_document(path: Path, content: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content)
    return path


def test_text_and_presentations_of_libreoffice_are_read(tmp_path: Path) -> None:
    file = open_document(tmp_path / "a.odt", ODT)
    for kind in ("text", "presentation"):
        assert text_of(file, f"{OPEN_DOCUMENT}{kind}") == "Herons They stand still."


def test_a_text_that_would_grow_is_not_read(tmp_path: Path) -> None:
    bomb = f'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>{ODT.replace("still", "&c;")}'
    assert text_of(open_document(tmp_path / "a.odt", bomb), f"{OPEN_DOCUMENT}text") == ""
    (tmp_path / "b.odt").write_bytes(b"PK\x03\x04 no archive")
    assert text_of(tmp_path / "b.odt", f"{OPEN_DOCUMENT}text") == ""


def test_spreadsheets_are_read_by_their_words(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Herons")
        sheet.write_row(0, 0, ["Where", "How many"])
        sheet.write_row(1, 0, ["Estuary", 12])
    assert text_of(tmp_path / "a.xlsx", EXCEL_TYPE) == "Herons Where How many Estuary"
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert text_of(tmp_path / "b.xlsx", EXCEL_TYPE) == ""


def test_addresses_in_a_text() -> None:
    text = 'See <a href="/library/one/">it</a>, https://x.example.org/library/two/#section-1 and /learning/#isabel'
    assert slugs_in(text, "/library/") == {"one", "two"}
    assert slugs_in(text, "/learning/") == {"isabel"}


@pytest.mark.django_db
def test_documents_and_courses_cite_documents_as_long_as_their_texts_do(published: Any, scoped: Any) -> None:
    cited = published().document
    html = '<p>See <a href="/library/seven-points/">the seven points</a> and <a href="/library/citing/">this</a>.</p>'
    citing = published(page=2, slug="citing", title="Citing", sections=[Section("A", html)]).document
    published(page=3, slug="policy", kind="policy", title="Waits", sections=[Section("A", html)])
    course = Course.objects.create(space_id=scoped.home_id, title="Course", mode="online", outcomes="/library/citing/")
    Course.objects.create(space_id=scoped.home_id, title="Another", mode="online", outcomes="/library/nothing/")
    of = lambda row: ("library.document", row.pk)  # noqa: E731

    def links() -> list[tuple[Any, Any]]:
        rows = Link.objects.order_by("pk").values_list("source_kind", "source_id", "target_kind", "target_id")
        return [(tuple(row[:2]), tuple(row[2:])) for row in rows]

    note_citations(AT)
    assert links() == [(of(cited), of(citing)), (of(citing), (COURSE, course.pk))]
    course.outcomes = ""
    course.save()
    note_citations(AT)
    assert links() == [(of(cited), of(citing))]


@pytest.mark.django_db
def test_audits_and_reviews_cite_documents_and_who_sees_audits_reads_it_both_ways(
    published: Any, scoped: Any, sign_in: Any, partnership: Any, at: Any
) -> None:
    cited = published().document
    home, holds = scoped.home_id, "Read /library/seven-points/ first."
    sets = {title: QuestionSetRow.objects.create(space_id=home, key=title, kind="own", title=title)
            for title in ("Asks", "Asked once", "Draft")}  # fmt: skip
    by, day = published().frozen_by, AT.date()
    for title, number, text, on in (("Asks", 1, "", day), ("Asks", 2, holds, day), ("Asked once", 1, holds, day),
                                    ("Asked once", 2, "", day), ("Draft", 1, holds, None)):  # fmt: skip
        SetVersion.objects.create(
            space_id=home, question_set=sets[title], number=number, content={"text": text}, published_on=on,
            published_by=by if on else None,
        )  # fmt: skip
    cycle = AssessmentCycle.objects.create(
        space_id=home, title="Own audit", kind="own", year="2024", set_title="Asks", set_version=2,
        content={"text": "?"}, introduction=holds, opens_on=day, due=day + timedelta(days=9), run_by=partnership,
    )  # fmt: skip
    audit = CaseAudit.objects.create(
        space_id=home, theme="Bruising", year="2024", criteria="c", agreed_on=day, due=day,
        purge_on=day + timedelta(days=9), domains=[], to_improve=holds,
    )  # fmt: skip
    review = Review.objects.create(space_id=home, kind="review", name="Isabel", slug="isabel")
    PracticeChange.objects.create(space_id=home, review=review, service_or_policy="Visits", change="x", evidence=holds)
    note_citations(AT)
    assert set(Link.objects.filter(source_id=cited.pk).values_list("target_kind", "target_id")) == {
        ("audits.question_set", sets["Asks"].pk), ("audits.cycle", cycle.pk), ("audits.case_audit", audit.pk),
        ("reviews.review", review.pk),
    }  # fmt: skip
    thread = f"/thread/library.document/{cited.pk}/"
    shown, hidden = sign_in(partnership, "business_unit").get(thread), sign_in(partnership).get(thread)
    names = ("Asks", "Own audit", "Bruising", "Isabel")
    assert [name for name in names if name in shown.content.decode()] == list(names)
    assert [name for name in names if name in hidden.content.decode()] == ["Isabel"]
    back = sign_in(partnership, "business_unit").get(f"/thread/audits.case_audit/{audit.pk}/").content.decode()
    assert "Seven points" in back


@pytest.mark.django_db
def test_a_citation_is_never_made_by_hand(published: Any, unit: Any) -> None:
    refs = [Ref("library.document", published(page=n, slug=f"d{n}").document_id) for n in (1, 2)]
    with pytest.raises(Refused, match="read from the texts"):
        link(source=refs[0], says=Relation.CITED_IN, target=refs[1], by=unit, at=AT)
    with pytest.raises(ValueError, match="made by people"):
        align(says=Relation.TOLD_IN, wanted=[], by=unit, at=AT)
