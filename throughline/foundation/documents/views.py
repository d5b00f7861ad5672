"""The one download."""

from django.http import FileResponse, Http404, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from throughline.foundation.access.actors import ANONYMOUS
from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.documents import queries, rules

# Shown in the browser; everything else is offered to save. Nothing that could run a script is among them.
SHOWN = ("application/pdf", "image/png", "text/csv", "application/json")


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
    }
    unchanged = get_conditional_response(request, etag=etag, last_modified=int(file.made_at.timestamp()))
    if unchanged is not None:
        response: HttpResponseBase = unchanged
    else:
        content = queries.place_of(file).open("rb")
        kind = file.content_type.split(";")[0]
        response = FileResponse(content, as_attachment=kind not in SHOWN, filename=name, content_type=file.content_type)
    for header, value in headers.items():
        response.headers[header] = value
    return response
