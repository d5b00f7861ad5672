"""Writing a section: save, preview without saving, and two people at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import real_now
from throughline.foundation.documents.html import fragment
from throughline.publishing.yearly_report import operations, queries
from throughline.publishing.yearly_report.forms import SectionForm
from throughline.publishing.yearly_report.models import Section
from throughline.publishing.yearly_report.permissions import ReportPermission
from throughline.publishing.yearly_report.rendering.document import narrative
from throughline.publishing.yearly_report.rules.numbers import typed_numbers
from throughline.publishing.yearly_report.rules.references import problems
from throughline.publishing.yearly_report.rules.showing import Audience
from throughline.publishing.yearly_report.views.common import as_at_of, frame, year_or_404


@requires(ReportPermission.EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Request, year: str, key: str) -> HttpResponse:
    found = year_or_404(year)
    try:
        row = queries.section_of(found.label, key)
    except Section.DoesNotExist as missing:
        raise Http404 from missing
    standing = queries.standing(found, as_at_of(found))
    choices = [(c.element.code, f"{c.element.code} {c.element.title}: {c.element.asks}") for c in standing.coverage]
    choices += [(code, f"{code} (asked for by another edition)") for code in row.elements if code not in dict(choices)]
    initial = {"version": row.version, "title": row.title, "body": row.body, "elements": row.elements}
    form = SectionForm(request.POST if request.method == "POST" else None, initial=initial, elements=choices)
    shown = standing.shown(Audience.DRAFT)
    context = {
        **frame(request, found, "overview"),
        "section": row,
        "form": form,
        "figures": [(i, s.value.label, s.value.area, s.value.period, s.with_unit) for i, s in shown.items()],
        "preview": "",
        "previewed": False,
        "theirs": None,
        "typed": [],
        "problems": [],
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "yearly_report/section.html", context, status=422 if form.errors else 200)
    body = form.cleaned_data["body"].replace("\r\n", "\n")
    if request.POST.get("do") == "preview":
        known = [v.value for v in standing.values.values() if v.value is not None]
        context |= {
            "preview": _page(body, standing),
            "previewed": True,
            "typed": typed_numbers(body, titles=standing.records.titles, known=known),
            "problems": problems(body, set(standing.values)),
        }
        return render(request, "yearly_report/section.html", context)
    try:
        operations.save_section(
            section_id=row.pk, version=form.cleaned_data["version"], title=form.cleaned_data["title"], body=body,
            elements=form.cleaned_data["elements"], by=request.actor, at=real_now(),
        )  # fmt: skip
    except operations.EditConflict as conflict:
        # What the writer typed stays in the form; saving again is then an answer to what the other one wrote.
        form.data = {**request.POST.dict(), "elements": form.cleaned_data["elements"]} | {
            "version": str(conflict.theirs.version)
        }
        form.add_error(None, str(conflict))
        context["theirs"] = conflict.theirs
        return render(request, "yearly_report/section.html", context, status=409)
    except Refused as refused:
        form.add_error("body", str(refused))
        return render(request, "yearly_report/section.html", context, status=422)
    messages.success(request, f"Section {row.number} is saved.")
    return redirect("yearly_report:overview", found.label)


def _page(body: str, standing: queries.Standing) -> SafeString:
    link = queries.figure_link(standing.year)
    return fragment(narrative(body, standing.shown(Audience.DRAFT), link, "preview-"))
