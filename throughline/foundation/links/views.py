"""The golden thread of any record, and the links that people make by hand."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.foundation.access.gate import public, requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import real_now
from throughline.foundation.links import drawing, operations, queries
from throughline.foundation.links.forms import FindForm, LinkForm
from throughline.foundation.links.permissions import LinksPermission
from throughline.foundation.links.registry import Named
from throughline.foundation.links.rules import Ref, Relation, nesting

DRAWN = 150  # records; a larger picture helps nobody, and its list is there


@dataclass(frozen=True)
class Line:
    """An item of the nested list. `before` are the tags that open or close lists."""

    before: SafeString
    words: str
    label: str
    title: str
    url: str
    note: str
    also: tuple[str, ...]


@dataclass(frozen=True)
class Side:
    """One direction, finished for the page."""

    heading: str
    lines: list[Line]
    after: SafeString
    picture: SafeString
    count: int
    cut: bool


@public  # as far as each record's own kind lets this reader see, asked in queries.threads
@require_safe
def thread(request: Request, kind: str, source_id: int) -> HttpResponse:
    start = Ref(kind, source_id)
    both = queries.threads(request.actor, start)
    if both is None:
        raise Http404
    backwards, forwards = both
    first = forwards.knots[0]
    context = {
        "layout": "ui/office.html" if request.actor.signed_in else "ui/public.html",
        "label": first.label,
        "title": first.named.title,
        "note": first.named.note,
        "url": first.named.url,
        "why": _side(f"Why: what led to ‘{first.named.title}’", backwards),
        "came": _side(f"What came of ‘{first.named.title}’", forwards),
        "signed_in": request.actor.signed_in,
        "add": reverse("links:add", args=start) if request.actor.may(LinksPermission.LINK) else "",
    }
    return render(request, "links/thread.html", context)


@dataclass(frozen=True)
class Made:
    """A link that was made by hand, in words, and where it is taken away."""

    words: str
    remove_url: str


@requires(LinksPermission.LINK)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, kind: str, source_id: int) -> HttpResponse:
    """Find a record (by GET), say how it belongs to this one (by POST). Those made before can be taken away."""
    start = Ref(kind, source_id)
    named = _named(request, start)
    find = FindForm(request.GET or None)
    found = find.found(request.actor, start) if request.GET else {}
    form = LinkForm(request.POST or None, found=found, title=named.title)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            source, says, target = form.edge(start)
            try:
                operations.link(source=source, says=says, target=target, by=request.actor, at=real_now())
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "The link is in the thread.")
                return redirect("links:thread", kind, source_id)
    context = {
        "title": named.title,
        "back": reverse("links:thread", args=start),
        "find": find,
        "asked": bool(request.GET),
        "found": bool(found),
        "form": form,
        "made": _made(request, start),
    }
    return render(request, "links/add.html", context, status=status)


@requires(LinksPermission.LINK)
@require_POST
def remove(request: Request, kind: str, source_id: int, link_id: int) -> HttpResponse:
    """Only a link of this record."""
    start = Ref(kind, source_id)
    _named(request, start)
    if link_id in {row.pk for row in queries.links_of(start)}:
        operations.unlink(link_id=link_id, by=request.actor, at=real_now())
        messages.success(request, "The link is taken away.")
    return redirect("links:add", kind, source_id)


def _named(request: Request, ref: Ref) -> Named:
    found = queries.seen(request.actor, [ref])
    if ref not in found:
        raise Http404
    return found[ref]


def _made(request: Request, start: Ref) -> list[Made]:
    rows = queries.links_of(start)
    ends = {row.pk: (Ref(row.source_kind, row.source_id), Ref(row.target_kind, row.target_id)) for row in rows}
    names = queries.seen(request.actor, {ref for both in ends.values() for ref in both})
    return [
        Made(
            f"‘{names[source].title}’ {Relation(row.says).words('forwards')} ‘{names[target].title}’",
            reverse("links:remove", args=[*start, row.pk]),
        )
        for row in rows
        for source, target in [ends[row.pk]]
        if source in names and target in names
    ]


def _side(heading: str, found: queries.Thread) -> Side | None:
    """None where the thread ends at the record itself."""
    if len(found.knots) == 1:
        return None
    start = found.knots[0].place.ref
    titles = {knot.place.ref: knot.named.title for knot in found.knots}
    positions = {knot.place.ref: number for number, knot in enumerate(found.knots)}
    shown = found.knots[1:]
    tags = [mark_safe(each) for each in nesting([knot.place.depth - 1 for knot in shown])]  # noqa: S308 (constants)
    lines = [
        Line(
            before, knot.place.words, knot.label, knot.named.title, knot.named.url, knot.named.note,
            tuple(titles[ref] for ref in knot.place.others if ref != start),
        )
        for before, knot in zip(tags, shown, strict=False)
    ]  # fmt: skip
    drawn = [
        drawing.Box(
            knot.label, knot.named.title, knot.place.depth,
            positions[knot.place.parent] if knot.place.parent else None,
            tuple(positions[ref] for ref in knot.place.others if ref != start),
        )
        for knot in found.knots
    ]  # fmt: skip
    picture = drawing.picture(heading, drawn) if len(drawn) <= DRAWN else ""
    return Side(heading, lines, tags[-1], mark_safe(picture), len(shown), found.cut)  # noqa: S308 (escapes every text)
