"""A PDF that is asked for where none can be made: a page that says so, never an error page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from throughline.foundation.documents.pdf import INSTALL, PdfUnavailable


class PdfUnavailableMiddleware(MiddlewareMixin):
    """503, with what to install."""

    get_response: Callable[[HttpRequest], HttpResponse]

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, PdfUnavailable):
            return None
        return render(request, "documents/pdf_unavailable.html", {"install": INSTALL}, status=503)
