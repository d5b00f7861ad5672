"""The one download, and what is known of a file."""

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from throughline.foundation.access.actors import ANONYMOUS
from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.documents import queries, rules
from throughline.foundation.documents.models import StoredFile
from throughline.foundation.documents.uploads import facts_of, marks_of
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import SummaryRow

# Shown in the browser; everything else is offered to save. Nothing that could run a script is among them.
SHOWN = ("application/pdf", "image/png", "image/jpeg", "text/csv", "application/json")
# Of what is shown nothing runs, loads or sends, whatever the browser takes it for. A browser's PDF viewer does not work
# in a sandbox of ours (it has its own), so a PDF goes without.
NOTHING = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"


@public  # who may see the file is its kind's own question, asked here
def download(request: Request, file_id: int, name: str) -> HttpResponseBase:
    """404 for a file that is not there, not here, not called that or not for this reader, all alike."""
    file = queries.find_file(file_id)
    if file is None or file.name != name or not rules.may_see(request.actor, file):
        raise Http404
    is_public = rules.may_see(ANONYMOUS, file)
    etag = quote_etag(file.sha256)
    headers = {
        "ETag": etag,
        "Last-Modified": http_date(file.made_at.timestamp()),
        "Cache-Control": "public, max-age=3600" if is_public else "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": NOTHING if file.content_type == "application/pdf" else f"{NOTHING}; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    unchanged = get_conditional_response(request, etag=etag, last_modified=int(file.made_at.timestamp()))
    if unchanged is not None:
        response: HttpResponseBase = unchanged
    else:
        content = queries.place_of(file).open("rb")
        response = FileResponse(
            content, as_attachment=not may_be_shown(file), filename=name, content_type=file.content_type
        )
    for header, value in headers.items():
        response.headers[header] = value
    return response


@public  # likewise
def about(request: Request, file_id: int) -> HttpResponse:
    """What is known of a file: its kind, size and check sum. Of one that a person sent, whether it was scanned, and who
    sent it and when, to those signed in.
    """
    file = queries.find_file(file_id)
    if file is None or not rules.may_see(request.actor, file):
        raise Http404
    facts = facts_of(file)
    rows = [SummaryRow("Kind", facts.kind), SummaryRow("Size", formats.file_size(facts.size))]
    if facts.scan_words:
        rows.append(SummaryRow("Virus scan", facts.scan_words))
        if request.actor.signed_in:
            rows += [SummaryRow("Sent by", facts.made_by), SummaryRow("Sent on", formats.moment(facts.made_at))]
    rows.append(SummaryRow("Check sum (SHA-256)", facts.sha256))
    return render(request, "documents/about.html", {"file": facts, "rows": rows})


def may_be_shown(file: StoredFile) -> bool:
    """In the browser, rather than offered to save: a kind that runs nothing, and nothing in it that would."""
    upload = getattr(file, "upload", None)
    runs = upload is not None and any(mark.runs for mark in marks_of(upload.marks))
    return file.content_type.split(";")[0] in SHOWN and not runs
