"""Case file audits: the business unit's pages, the auditor's own, the moderation's one screen."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.documents import html, word
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell
from throughline.foundation.ui.site import NavigationItem
from throughline.office.audits.forms import RaiseForm
from throughline.office.audits.forms import cases as forms
from throughline.office.audits.models import CaseAudit, CaseFile, CaseReturn, CaseVoice
from throughline.office.audits.operations import cases as writes
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.presenters import cases as presenter
from throughline.office.audits.queries import cases as reads
from throughline.office.audits.queries.people import reader
from throughline.office.audits.rules.cases import OVERALL
from throughline.office.audits.views.answering import said_saved
from throughline.office.audits.views.overview import attachment
from throughline.office.audits.views.steps import Words, confirming, step
from throughline.office.audits.workflow import CASE_AUDIT
from throughline.office.partnership import api as partnership

ANSWER, MANAGE, SEE_ALL = AuditsPermission.ANSWER, AuditsPermission.MANAGE, AuditsPermission.SEE_ALL
both = require_http_methods(["GET", "HEAD", "POST"])
Given = Mapping[str, Any]


def crumbs(row: CaseAudit | None = None) -> list[NavigationItem]:
    found = [NavigationItem("Audits", reverse("audits:cycles"), False),
             NavigationItem("Case file audits", reverse("audits:case_audits"), False)]  # fmt: skip
    if row is not None:
        found.append(NavigationItem(capfirst(str(row)), page_of(row), False))
    return found


def page_of(row: CaseAudit) -> str:
    return reverse("audits:case_audit", args=[row.pk])


def load_audit(case_audit_id: int) -> CaseAudit:
    try:
        return reads.audit(case_audit_id)
    except CaseAudit.DoesNotExist as error:
        raise Http404 from error


def load_case(case_audit_id: int, case_id: int) -> CaseFile:
    try:
        return reads.case(case_audit_id, case_id)
    except CaseFile.DoesNotExist as error:
        raise Http404 from error


@requires(SEE_ALL)
@require_safe
def audits(request: Request) -> HttpResponse:
    table = presenter.audits_table(list(reads.audits()))
    return render(request, "audits/case_audits.html",
                  {"crumbs": crumbs()[:1], "table": table, "manages": request.actor.may(MANAGE)})  # fmt: skip


@requires(MANAGE)
@both
def new(request: Request) -> HttpResponse:
    def do(given: Given) -> tuple[str, str]:
        made = writes.plan_case_audit(**given, by=request.actor, at=business_now())
        return "Planned. Draw the cases and name the auditors.", page_of(made)

    words = Words("Plan a case file audit", "Audits", "Plan it", reverse("audits:case_audits"))
    return step(request, forms.CaseAuditForm(request.POST or None), words, do)


@requires(SEE_ALL)
@require_safe
def audit(request: Request, case_audit_id: int) -> HttpResponse:
    row = load_audit(case_audit_id)
    lines = reads.case_lines(row.pk, None)
    agencies = list(row.auditors.order_by("agency").values_list("agency", flat=True))
    manages = request.actor.may(MANAGE)
    here = [row.pk]
    ways = {
        "planned": [("Draw the cases", "case_sample"), ("Name an auditor", "case_auditor"),
                    ("Ask the auditors", "case_open")],
        "collecting": [("Begin the moderation", "case_moderate")],
        "moderating": [("Write the overview", "case_overview_write")],
        "reported": [("Change the overview", "case_overview_write"), ("Put an action into the tracker", "case_action"),
                     ("Ask the same again, a year later", "case_repeat")],
        "purged": [("Put an action into the tracker", "case_action"), ("Ask the same again", "case_repeat")],
    }  # fmt: skip
    return render(
        request,
        "audits/case_audit.html",
        {
            "crumbs": crumbs(),
            "title": str(row),
            "state": CASE_AUDIT.state(row.state).label,
            "colour": CASE_AUDIT.state(row.state).colour,
            "summary": presenter.summary(row, len(lines)),
            "steps": [Cell(label, reverse(f"audits:{name}", args=here)) for label, name in ways[row.state]]
            if manages
            else [],
            "auditors": [f"{each.agency}: {each.email}" for each in row.auditors.order_by("agency", "pk")],
            "table": presenter.cases_table(row, lines, agencies),
            "overview": html.fragment(presenter.overview(row, request.partnership.name, reads.before(row)).blocks)
            if row.state in ("reported", "purged")
            else "",
            "word": reverse("audits:case_word", args=here),
        },
    )


@requires(SEE_ALL)
@require_safe
def as_word(request: Request, case_audit_id: int) -> HttpResponse:
    row = load_audit(case_audit_id)
    content = word.write(presenter.overview(row, request.partnership.name, reads.before(row), for_word=True))
    return attachment(content, word.CONTENT_TYPE, f"case-file-audit-{row.pk}.docx")


@requires(MANAGE)
@both
def sample(request: Request, case_audit_id: int) -> HttpResponse:
    row = load_audit(case_audit_id)

    def do(given: Given) -> tuple[str, str]:
        made = writes.draw_sample(audit_id=row.pk, **given, by=request.actor, at=business_now())
        return f"{formats.counted(len(made), 'case')} drawn.", page_of(row)

    refusals = () if row.state == "planned" else ("The auditors are at work already: the sample stands.",)
    words = Words("Draw the cases", str(row), "Draw", page_of(row), refusals=refusals,
                  intro="The list that says which child stands in which place stays with the agencies.")  # fmt: skip
    return step(request, forms.SampleForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def auditor(request: Request, case_audit_id: int) -> HttpResponse:
    row = load_audit(case_audit_id)

    def do(given: Given) -> tuple[str, str]:
        writes.name_auditor(audit_id=row.pk, **given, by=request.actor, at=business_now())
        return f"{given['email']} audits the files of {given['agency']}.", page_of(row)

    refusals = () if row.state == "planned" else ("The auditors are at work already.",)
    words = Words("Name an auditor", str(row), "Name them", page_of(row), refusals=refusals,
                  intro="Each agency’s auditor audits the agency’s own file, and none of their own cases.")  # fmt: skip
    choices = [(each.name, each.name) for each in partnership.agencies()]
    return step(request, forms.AuditorForm(request.POST or None, agencies=choices), words, do)


@requires(MANAGE)
@both
def open_it(request: Request, case_audit_id: int) -> HttpResponse:
    row = load_audit(case_audit_id)

    def do(given: Given) -> tuple[str, str]:
        number = writes.open_audit(audit_id=row.pk, by=request.actor, at=business_now(), real_at=real_now())
        return f"{formats.counted(number, 'auditor')} told.", page_of(row)

    words = Words("Ask the auditors?", str(row), "Ask them", page_of(row),
                  refusals=tuple(CASE_AUDIT.refusals(row.state, "open")))  # fmt: skip
    return step(request, confirming(request), words, do)


@requires(MANAGE)
@both
def moderate(request: Request, case_audit_id: int) -> HttpResponse:
    row = load_audit(case_audit_id)

    def do(given: Given) -> tuple[str, str]:
        writes.begin_moderation(audit_id=row.pk, by=request.actor, at=business_now())
        return "The moderation has begun. All grades are seen now.", page_of(row)

    words = Words("Begin the moderation?", str(row), "Begin", page_of(row),
                  refusals=tuple(CASE_AUDIT.refusals(row.state, "moderate")))  # fmt: skip
    return step(request, confirming(request), words, do)


@requires(SEE_ALL)
@both
def case(request: Request, case_audit_id: int, case_id: int) -> HttpResponse:
    """The meeting's screen: every agency's grades side by side, and the settled ones. Blind until all are in."""
    found = load_case(case_audit_id, case_id)
    row = found.audit
    blind = row.state in ("planned", "collecting")
    moderated = [] if blind else reads.moderation(found, row.domains)
    current = {m.domain: (m.settled.grade, m.settled.reason) for m in moderated if m.settled}
    may = row.state == "moderating" and request.actor.may(MANAGE)
    form = forms.CaseForm(
        request.POST or None, domains=presenter.domain_choices([*row.domains, OVERALL]), words="Reason: {}",
        current=current, overall_words=True,
    )  # fmt: skip
    status = 200
    if request.method == "POST":

        def do(_: Given) -> tuple[str, str]:
            number = writes.moderate_case(
                audit_id=row.pk, case_id=found.pk, grades=form.grades(), confirmed=form.cleaned_data["confirmed"],
                by=request.actor, at=business_now(),
            )  # fmt: skip
            return f"{formats.counted(number, 'grade')} settled.", reverse("audits:case", args=[row.pk, found.pk])

        answer = step(request, form, Words(found.letter, str(row), "Settle", page_of(row)), do)
        if answer.status_code == 302:
            return answer
        status = answer.status_code
    return render(
        request,
        "audits/case.html",
        {
            "crumbs": crumbs(row),
            "title": found.letter,
            "blind": blind,
            "table": None if blind else presenter.moderation_table(moderated, reads.standing(found)),
            "voices": [(each.get_whose_display(), each.text) for each in CaseVoice.objects.filter(case=found)],
            "voice_url": reverse("audits:case_voice", args=[row.pk, found.pk])
            if row.state in ("collecting", "moderating") and request.actor.may(MANAGE)
            else "",
            "form": form,
            "may": may,
        },
        status=status,
    )


@requires(MANAGE)
@both
def voice(request: Request, case_audit_id: int, case_id: int) -> HttpResponse:
    found = load_case(case_audit_id, case_id)
    here = reverse("audits:case", args=[case_audit_id, case_id])

    def do(given: Given) -> tuple[str, str]:
        writes.add_voice(audit_id=case_audit_id, case_id=case_id, **given, by=request.actor, at=business_now())
        return "It stands with the case.", here

    words = Words("What was said", found.letter, "Add it", here)
    return step(request, forms.VoiceForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def overview_write(request: Request, case_audit_id: int) -> HttpResponse:
    row = load_audit(case_audit_id)
    refusals = () if row.state == "reported" else tuple(CASE_AUDIT.refusals(row.state, "report"))

    def do(given: Given) -> tuple[str, str]:
        writes.write_overview(audit_id=row.pk, **given, by=request.actor, at=business_now())
        return "The overview is written.", page_of(row)

    words = Words("The overview", str(row), "Save", page_of(row), refusals=refusals)
    initial = {"strengths": row.strengths, "to_improve": row.to_improve, "summaries": row.summaries}
    return step(request, forms.OverviewForm(request.POST or None, initial=initial), words, do)


@requires(MANAGE)
@both
def action(request: Request, case_audit_id: int) -> HttpResponse:
    row = load_audit(case_audit_id)

    def do(given: Given) -> tuple[str, str]:
        made = writes.raise_case_action(
            audit_id=row.pk, title=given["title"], owner_id=given["owner"].pk, due=given["due"],
            should_differ=given["should_differ"], by=request.actor, at=business_now(),
        )  # fmt: skip
        return f"{made.reference} is in the tracker.", page_of(row)

    words = Words("Put an action into the tracker", str(row), "Put it in", page_of(row))
    return step(request, RaiseForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def again(request: Request, case_audit_id: int) -> HttpResponse:
    row = load_audit(case_audit_id)

    def do(given: Given) -> tuple[str, str]:
        made = writes.repeat(audit_id=row.pk, **given, by=request.actor, at=business_now())
        return "Planned with the same questions.", page_of(made)

    words = Words("Ask the same again", str(row), "Plan it", page_of(row))
    return step(request, forms.RepeatForm(request.POST or None), words, do)


@requires(ANSWER)
@require_safe
def my_audits(request: Request) -> HttpResponse:
    table = presenter.seats_table(reads.seats(reader(request.actor)))
    return render(request, "audits/my_case_audits.html", {"table": table})


@requires(ANSWER)
@require_safe
def my_cases(request: Request, case_audit_id: int) -> HttpResponse:
    row = load_audit(case_audit_id)
    seat = reads.seat_on(reader(request.actor), row.pk)
    if seat is None or row.state in ("planned", "purged"):
        raise Http404
    lines = reads.case_lines(row.pk, seat)
    context = {"title": row.theme, "criteria": row.criteria, "agency": seat.agency, "row": row,
               "table": presenter.my_table(row, lines)}  # fmt: skip
    return render(request, "audits/my_cases.html", context)


def _my_return(request: Request, case_audit_id: int, case_id: int) -> CaseReturn:
    seat = reads.seat_on(reader(request.actor), case_audit_id)
    if seat is None:
        raise Http404
    try:
        return reads.own_return(load_case(case_audit_id, case_id), seat)
    except CaseReturn.DoesNotExist as error:
        raise Http404 from error


def _draft_key(request: Request, row: CaseReturn) -> str:
    """By which the auditor's browser keeps what is not saved yet."""
    return f"{request.user.pk}:case:{row.pk}"


@requires(ANSWER)
@both
def my_case(request: Request, case_audit_id: int, case_id: int) -> HttpResponse:
    """The own agency's part of one case: kept as a draft, or handed in."""
    row = _my_return(request, case_audit_id, case_id)
    domains = presenter.domain_choices(row.case.audit.domains)
    back = reverse("audits:my_cases", args=[case_audit_id])
    refusals = []
    if row.case.audit.state != "collecting":
        refusals.append("The moderation has begun: nothing changes any more.")
    elif reads.part_of(row).is_in:
        refusals.append(f"Your part of this case: {reads.standing_words(row)}. It stands as it is.")
    form = forms.CaseForm(
        request.POST or None, domains=domains, words="{}: what did you see?", current=reads.grades_of(row),
        overall=row.overall,
    )  # fmt: skip

    def do(_: Given) -> tuple[str, str]:
        submit = "submit" in request.POST
        writes.save_case_return(
            audit_id=case_audit_id, case_id=case_id, grades=form.grades(), overall=form.overall(),
            confirmed=form.cleaned_data["confirmed"], submit=submit, by=request.actor, at=business_now(),
        )  # fmt: skip
        return ("It is in." if submit else "Kept as a draft."), said_saved(back, _draft_key(request, row))

    words = Words(row.case.letter, row.case.audit.theme, "Keep as a draft", back, refusals=tuple(refusals))
    status = 200
    if request.method == "POST":
        answer = step(request, form, words, do)
        if answer.status_code == 302:
            return answer
        status = answer.status_code
    context = {"words": words, "form": form, "place": row.case.place, "agency": row.auditor.agency,
               "end": [case_audit_id, case_id], "draft_key": _draft_key(request, row),
               "own": presenter.own_table(row, reads.grades_of(row)) if refusals else None}  # fmt: skip
    return render(request, "audits/my_case.html", context, status=status)


@requires(ANSWER)
@both
def my_case_end(request: Request, case_audit_id: int, case_id: int, how: str) -> HttpResponse:
    """Not known to us, or the auditor's own case."""
    if how not in ("not_known", "barred"):
        raise Http404
    row = _my_return(request, case_audit_id, case_id)
    back = reverse("audits:my_cases", args=[case_audit_id])

    def do(given: Given) -> tuple[str, str]:
        writes.end_case_return(audit_id=case_audit_id, case_id=case_id, how=how, by=request.actor, at=business_now())
        return "It is in.", said_saved(back, _draft_key(request, row))

    title = "Not known to us?" if how == "not_known" else "Your own case?"
    intro = (
        "The child is not known to your agency. This is a full return."
        if how == "not_known"
        else "You worked on this case yourself, so you do not audit it."
    )
    return step(request, confirming(request), Words(title, row.case.letter, "Yes", back, intro=intro), do)
