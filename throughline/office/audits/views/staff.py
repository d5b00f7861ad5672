"""The staff survey beside a cycle, for the office and for each lead; and what stands beside a body's own words."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.agency_records import records_of
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.notices.api import site_link
from throughline.foundation.surveys.api import link_path, link_words
from throughline.foundation.ui import formats
from throughline.office.audits import forms
from throughline.office.audits.operations import staff as writes
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.presenters import beside as presenter
from throughline.office.audits.presenters import panel as panel_presenter
from throughline.office.audits.queries import answers as answer_reads
from throughline.office.audits.queries import cycles as cycle_reads
from throughline.office.audits.queries import overview as overview_reads
from throughline.office.audits.queries import panel as panel_reads
from throughline.office.audits.queries import staff as reads
from throughline.office.audits.rules.question_sets import RECORDS
from throughline.office.audits.views.answering import crumbs as own_crumbs
from throughline.office.audits.views.office import crumbs, cycle_url
from throughline.office.audits.views.steps import Words, load, load_cycle, step

ANSWER, MANAGE, SEE_ALL = AuditsPermission.ANSWER, AuditsPermission.MANAGE, AuditsPermission.SEE_ALL
both = require_http_methods(["GET", "HEAD", "POST"])
Given = Mapping[str, Any]
PAGE = 50


def staff_url(return_id: int) -> str:
    return reverse("audits:staff_link", args=[return_id])


@requires(SEE_ALL)
@require_safe
def survey(request: Request, cycle_id: int) -> HttpResponse:
    """Who has how many answers; after it has closed, what staff say beside the own grades."""
    row = load_cycle(cycle_id)
    asked = row.questions
    said = reads.said_of_cycle(row.pk, asked, business_today())
    page = Paginator(cycle_reads.board(row.pk, text="", state="", today=business_today()), PAGE).get_page(
        request.GET.get("page")
    )
    rows = list(page)
    standings = reads.standings(said.survey, rows) if said else {}
    shares = {line.code: line.share for line in overview_reads.standard_lines(row, asked)}
    closes = said.survey.closes_on if said else None
    return render(
        request,
        "audits/staff.html",
        {
            "crumbs": crumbs(row),
            "row": row,
            "said": said,
            "closes": formats.weekday(closes) if closes else "",
            "answered": formats.number(said.answered) if said else "",
            "threshold": said.survey.threshold if said else 0,
            "results": presenter.cycle_table(asked, shares, said) if said and not said.waits else None,
            "links": presenter.links_table(rows, standings, {r.pk: staff_url(r.pk) for r in rows}) if said else None,
            "statements": [(f"{s.code} {s.title}", s.staff) for s in asked.standards if s.staff],
            "may_start": request.actor.may(MANAGE) and row.state == "open" and (not said or len(standings) < len(rows)),
            "page_obj": page,
        },
    )  # fmt: skip


@requires(MANAGE)
@both
def start(request: Request, cycle_id: int) -> HttpResponse:
    row = load_cycle(cycle_id)
    back = reverse("audits:staff", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        new = writes.start_staff_survey(
            cycle_id=row.pk, closes_on=given["closes_on"], by=request.actor, at=business_now(), real_at=real_now()
        )
        return f"{formats.counted(new, 'link')} made. Each lead was sent theirs.", back

    refusals = () if row.state == "open" else ("Staff are asked while the cycle is open.",)
    words = Words(
        "Ask staff", row.title, "Make the links and tell the leads", back, refusals=refusals,
        intro="Each body gets one link for its staff. No name, no address and no day is kept with an answer, and "
        "groups below five are not shown.",
    )  # fmt: skip
    return step(request, forms.StaffSurveyForm(request.POST or None, initial={"closes_on": row.due}), words, do)


@requires(ANSWER)
@both
def link(request: Request, return_id: int) -> HttpResponse:
    """The lead's page: the link to pass on, how many have answered, and what staff say once the survey has closed."""
    row, part = load(request, return_id)
    survey_ = reads.survey_of(row.cycle_id)
    standing = reads.standings(survey_, [row]).get(row.pk) if survey_ else None
    if survey_ is None or standing is None or not (part.works or part.sees_all):
        raise Http404
    form = forms.StaffNumberForm(request.POST or None, initial={"people": standing.expected})
    status = 200
    if request.method == "POST":

        def do(given: Given) -> tuple[str, str]:
            writes.expect_staff(return_id=row.pk, people=given["people"], by=request.actor, at=business_now())
            return "Saved.", staff_url(row.pk)

        answer = step(request, form, Words("", "", "", ""), do)
        if answer.status_code == 302:
            return answer
        status = 422
    asked = answer_reads.asked(row)
    said = reads.said(survey_, asked, business_today())
    means = {code: grade.mean for code, grade in overview_reads.grid([row]).get(row.pk, {}).items()}
    answers = formats.number(standing.answered)
    return render(
        request,
        "audits/staff_link.html",
        {
            "crumbs": own_crumbs(row),
            "row": row,
            "form": form if part.lead else None,
            "url": site_link(link_path(standing.token)),
            "answered": f"{answers} of {formats.number(standing.expected)}" if standing.expected else answers,
            "closes": formats.weekday(survey_.closes_on) if survey_.closes_on else "",
            "naming": link_words(survey_.threshold),
            "open": survey_.is_open(business_today()),
            "waits": said.waits,
            "few": not said.waits and row.pk not in said.by_return,
            "threshold": survey_.threshold,
            "results": presenter.staff_table(asked, row, means, said) if row.pk in said.by_return else None,
        },
        status=status,
    )


@requires(ANSWER)
@require_safe
def beside(request: Request, return_id: int) -> HttpResponse:
    """Say and do: for the panel, as questions and not as scores."""
    row, part = load(request, return_id)
    if not (part.sees_all or part.panel_id is not None):
        raise Http404
    asked = answer_reads.asked(row)
    organisation_id = row.body.organisation_id
    wanted = {key for s in asked.standards for key in s.beside}
    records = records_of(sorted(wanted), [organisation_id], business_today()) if organisation_id else {}
    means = {code: grade.mean for code, grade in overview_reads.grid([row]).get(row.pk, {}).items()}
    own = {
        code: panel_presenter.rank_words(rank, asked.scale) for code, rank in panel_reads.own_grades(row).items()
    }  # fmt: skip
    said = reads.said_of_cycle(row.cycle_id, asked, business_today())
    return render(
        request,
        "audits/beside.html",
        {
            "crumbs": own_crumbs(row),
            "row": row,
            "standards": presenter.standards(
                row, organisation_id, asked, means, own, said, records, links=part.sees_all
            ),
            "unknown": not organisation_id,
            "missing": sorted(RECORDS[key] for key in wanted if organisation_id and key not in records),
            "back": cycle_url(row.cycle) if part.sees_all else "",
        },
    )
