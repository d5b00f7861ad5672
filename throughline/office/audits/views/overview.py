"""Seeing it all: the heat map, the overview report and one body's own report, as page, PDF, Word and Excel."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.agency_records import records_of
from throughline.foundation.clock import business_today
from throughline.foundation.documents import html, pdf, word
from throughline.foundation.documents.api import PdfFailed
from throughline.foundation.documents.blocks import Document
from throughline.foundation.sheets.api import EXCEL_TYPE, excel_file
from throughline.foundation.ui import formats
from throughline.office.audits.documents.overview import overview
from throughline.office.audits.documents.own import own_report
from throughline.office.audits.models import AssessmentCycle, Return
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.presenters import beside
from throughline.office.audits.presenters import heat as presenter
from throughline.office.audits.queries import answers as answer_reads
from throughline.office.audits.queries import cycles as cycle_reads
from throughline.office.audits.queries import overview as reads
from throughline.office.audits.queries import panel as panel_reads
from throughline.office.audits.queries import staff as staff_reads
from throughline.office.audits.queries.staff import StaffSaid
from throughline.office.audits.rules.overview import strengths, weaknesses
from throughline.office.audits.rules.question_sets import QuestionSet
from throughline.office.audits.rules.returns import IN
from throughline.office.audits.views.office import crumbs, cycle_url
from throughline.office.audits.views.steps import load, load_cycle

ANSWER, SEE_ALL = AuditsPermission.ANSWER, AuditsPermission.SEE_ALL
PAGE = 30


@requires(SEE_ALL)
@require_safe
def heat(request: Request, cycle_id: int) -> HttpResponse:
    """Standards × bodies; of one trust with `?trust=`."""
    row = load_cycle(cycle_id)
    asked = row.questions
    lines = reads.standard_lines(row, asked)
    trust = request.GET.get("trust", "").strip()
    found = cycle_reads.board(row.pk, text="", state="", today=business_today())
    paginator = Paginator(found.filter(trust=trust) if trust else found, PAGE)
    counts = cycle_reads.counts(row.pk)
    if not trust:
        paginator.__dict__["count"] = sum(counts.values())
    page = paginator.get_page(request.GET.get("page"))
    returns = list(page)
    return render(
        request,
        "audits/heat.html",
        {
            "crumbs": crumbs(row),
            "row": row,
            "standards": [{"code": s.code, "title": s.title} for s in asked.standards],
            "everybody": presenter.all_row(lines, asked.scale),
            "rows": presenter.rows(
                returns, reads.grid(returns), reads.moderated_of(returns), asked, reads.carried_of(returns)
            ),
            "handed_in": f"{formats.number(sum(counts.get(state, 0) for state in IN))} of "
            f"{formats.number(sum(counts.values()))}",
            "trust": trust,
            "of_trust": presenter.sums_row(reads.standard_sums(row.pk, trust), asked) if trust else (),
            "query": f"{urlencode({'trust': trust})}&" if trust else "",
            "page_obj": page,
            "lines": presenter.lines(lines, staff_reads.said_of_cycle(row.pk, asked, business_today())),
            "strengths": [f"{line.code} {line.title}" for line in strengths(lines)],
            "weaknesses": [f"{line.code} {line.title}" for line in weaknesses(lines)],
            "scale": [f"{step.sign} {step.label}" for step in asked.scale.steps],
        },
    )


def _overview(request: Request, row: AssessmentCycle, *, for_word: bool = False) -> Document:
    asked = row.questions
    returns = reads.all_returns(row.pk)
    handed_in = [each for each in returns if each.state in IN]
    small = len(returns) <= reads.MOST_FOR_QUESTIONS
    rows = (
        presenter.rows(returns, reads.grid(returns), reads.moderated_of(returns), asked, {}) if small else []
    )  # fmt: skip
    said = staff_reads.said_of_cycle(row.pk, asked, business_today())
    return overview(
        cycle=row, asked=asked, partnership=request.partnership.name, returns=returns if small else [],
        counts=(len(handed_in), len(returns)),
        lines=reads.standard_lines(row, asked), heat=rows, questions=reads.question_lines(handed_in) if small else [],
        carried=reads.carried_unread(handed_in) if small else [], staff=said if said and not said.waits else None,
        to_ask=_to_ask(asked, handed_in, said) if small else [], today=business_today(), for_word=for_word,
    )  # fmt: skip


def _to_ask(
    asked: QuestionSet, returns: Sequence[Return], said: StaffSaid | None
) -> list[tuple[str, list[str]]]:  # fmt: skip
    """Say and do: (body, what to ask it and why), for bodies that there is something to ask of."""
    organisations = {each.pk: each.body.organisation_id for each in returns}
    wanted = sorted({key for s in asked.standards for key in s.beside})
    records = records_of(wanted, {pk for pk in organisations.values() if pk}, business_today())
    grid = reads.grid(returns)
    found = []
    for each in returns:
        means = {code: grade.mean for code, grade in grid.get(each.pk, {}).items()}
        if lines := beside.to_ask(each, organisations[each.pk], asked, means, said, records):
            found.append((each.name, lines))
    return found


@requires(SEE_ALL)
@require_safe
def report(request: Request, cycle_id: int) -> HttpResponse:
    row = load_cycle(cycle_id)
    document = _overview(request, row)
    context = {"crumbs": crumbs(row), "row": row, "title": document.title, "body": html.fragment(document.blocks)}
    return render(request, "audits/report.html", context)


@requires(SEE_ALL)
@require_safe
def report_word(request: Request, cycle_id: int) -> HttpResponse:
    row = load_cycle(cycle_id)
    return attachment(word.write(_overview(request, row, for_word=True)), word.CONTENT_TYPE, f"overview-{row.pk}.docx")


@requires(SEE_ALL)
@require_safe
def report_pdf(request: Request, cycle_id: int) -> HttpResponse:
    row = load_cycle(cycle_id)
    return as_pdf(request, _overview(request, row), f"overview-{row.pk}.pdf", cycle_url(row))


@requires(SEE_ALL)
@require_safe
def report_excel(request: Request, cycle_id: int) -> HttpResponse:
    """A row a body, a column a standard: the mean of its own grades, and the moderated one."""
    row = load_cycle(cycle_id)
    asked = row.questions
    returns = reads.all_returns(row.pk)
    grid, moderated = reads.grid_of_cycle(row.pk), reads.moderated_of_cycle(row.pk)
    heading = ["Body", "URN", "Trust", "State", "Answered", "Asked"]
    for standard in asked.standards:
        heading += [f"{standard.code} {standard.title}", f"{standard.code} moderated"]
    content = excel_file(
        row.title[:31],
        heading,
        (
            [each.name, each.urn, each.trust, each.get_state_display(), each.answered, each.asked,
             *(cell for s in asked.standards
               for cell in (grid.get((each.pk, s.code)),
                            asked.scale.step(moderated[each.pk, s.code]).mark if (each.pk, s.code) in moderated
                            else None))]
            for each in returns
        ),
        note=f"Means of the own grades of the bodies that have handed in. Scale: {asked.scale.label}.",
    )  # fmt: skip
    return attachment(content, EXCEL_TYPE, f"overview-{row.pk}.xlsx")


def _own(request: Request, row: Return) -> Document:
    feedback = panel_reads.feedback_of(row)
    return own_report(
        row=row, asked=answer_reads.asked(row), answers=answer_reads.given(row),
        evidence=answer_reads.evidence_by_question(answer_reads.evidence_of(row)),
        signature=answer_reads.current_signature(row), feedback=feedback, own=panel_reads.own_grades(row),
        moderated=panel_reads.moderated_of(row) if feedback else {}, partnership=request.partnership.name,
        today=business_today(),
    )  # fmt: skip


@requires(ANSWER)
@require_safe
def own_word(request: Request, return_id: int) -> HttpResponse:
    row, _ = load(request, return_id)
    return attachment(word.write(_own(request, row)), word.CONTENT_TYPE, f"self-assessment-{row.pk}.docx")


@requires(ANSWER)
@require_safe
def own_pdf(request: Request, return_id: int) -> HttpResponse:
    row, _ = load(request, return_id)
    back = reverse("audits:return", args=[row.pk])
    return as_pdf(request, _own(request, row), f"self-assessment-{row.pk}.pdf", back)


def as_pdf(request: Request, document: Document, name: str, back: str) -> HttpResponse:
    try:
        content = pdf.write(document)
    except PdfFailed as failed:
        messages.error(request, str(failed))
        return redirect(back)
    return attachment(content, "application/pdf", name)


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
