"""The rapid review's pack with the redactions chosen, the review's report and its briefing. Each is made when asked for
and kept nowhere."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_today
from throughline.foundation.documents import pdf, word
from throughline.foundation.documents.blocks import Document
from throughline.foundation.restricted.api import Entered, member_page
from throughline.office.reviews import documents
from throughline.office.reviews.forms import cases as forms
from throughline.office.reviews.queries import cases as queries
from throughline.office.reviews.queries import works
from throughline.office.reviews.rules.timeline import merged
from throughline.office.reviews.rules.words import Stage
from throughline.office.reviews.views.work import work_here
from throughline.office.reviews.workflow import REVIEW


def _document(request: Request, inside: Entered) -> Document:
    form = forms.PackForm(request.GET)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    case = queries.case_in(inside)
    contents = documents.Contents(
        reference=inside.reference, partnership=request.partnership.name, case=case,
        incident=queries.incident_of(case), texts=queries.texts_of(case), criteria=queries.criteria_of(case),
        views=queries.views_of(case, Stage.DECISION), requests=queries.requests_of(case),
        household=queries.household_of(case), lines=merged(queries.entries_of(case)), on=business_today(),
    )  # fmt: skip
    taken = {name: bool(given[name]) for name in ("names", "births", "agencies", "places")}
    return documents.pack(contents, documents.Choice(frozenset(given["parts"]), **taken))


def _answer(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@member_page("Pack as Word")
@require_safe
def as_word(request: Request, inside: Entered) -> HttpResponse:
    content = word.write(_document(request, inside))
    return _answer(content, word.CONTENT_TYPE, f"rapid-review-{inside.reference}.docx")


@member_page("Pack as PDF")
@require_safe
def as_pdf(request: Request, inside: Entered) -> HttpResponse:
    return _answer(pdf.write(_document(request, inside)), "application/pdf", f"rapid-review-{inside.reference}.pdf")


def _report(request: Request, inside: Entered) -> documents.Report:
    work = work_here(inside)
    return documents.Report(
        reference=inside.reference, partnership=request.partnership.name, name=work.name,
        state=REVIEW.state(work.state).label,
        sections=[(row.heading, row.text) for row in works.sections_of(work)],
        findings=[(row.text, row.recommendation, str(row.agency or "")) for row in works.findings_of(work)],
        improvements=work.improvements, briefing=works.briefing_of(work), on=business_today(),
    )  # fmt: skip


@member_page("Report as Word")
@require_safe
def report_word(request: Request, inside: Entered) -> HttpResponse:
    content = word.write(documents.report(_report(request, inside)))
    return _answer(content, word.CONTENT_TYPE, f"review-{inside.reference}.docx")


@member_page("Briefing as PDF")
@require_safe
def briefing_pdf(request: Request, inside: Entered) -> HttpResponse:
    document = documents.briefing(_report(request, inside))
    return _answer(pdf.write(document), "application/pdf", f"briefing-{inside.reference}.pdf")
