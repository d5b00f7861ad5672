"""The file box of a form: what it takes is said before, and its cleaned value is on disk, looked at and scanned."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler

from throughline.foundation.documents.content import KINDS, MB, Unacceptable
from throughline.foundation.documents.uploads import AcceptedUpload, Accepts, accept_upload

LARGEST = max(kind.limit for kind in KINDS.values())


class UploadField(forms.FileField):
    """Cleans to an AcceptedUpload, ready for `add_upload` in the operation that the view calls; None when left empty.

    A form that is wrong elsewhere has to be sent again with its file, as with every file box.
    """

    widget = forms.FileInput

    def __init__(self, *, accepts: Accepts | None = None, **options: Any) -> None:
        self.accepts = accepts or Accepts()
        options.setdefault(
            "help_text", f"{_first_upper(self.accepts.words)}, smaller than {self.accepts.largest // MB} MB"
        )
        super().__init__(**options)
        self.error_messages["empty"] = "The selected file is empty"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": self.accepts.endings}

    def clean(self, data: Any, initial: Any = None) -> AcceptedUpload | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return accept_upload(upload, self.accepts)
        except Unacceptable as error:
            raise ValidationError(str(error), code="unacceptable") from error


class StopAtLargest(FileUploadHandler):
    """Keeps a request from filling the disk: past the size of the largest kind nothing more is kept, of all its files
    together. What was kept is larger than any form takes, so the form's own message follows.
    """

    kept = 0

    def handle_raw_input(self, *request: Any, **more: Any) -> None:
        self.kept = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.kept > LARGEST:
            return None
        self.kept += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]
