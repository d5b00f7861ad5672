"""Files and pictures that editors send are looked at and scanned as every other upload is (foundation.documents)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from throughline.foundation.documents.api import PICTURES, Accepts, Unacceptable, clean_name, look_at


class _Looked:
    """Wagtail's forms hand over what was kept before where no new file came; that was looked at then."""

    accepts = Accepts()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]  # type: ignore[attr-defined]
        if isinstance(file, UploadedFile):
            try:
                recognised, _ = look_at(file, self.accepts)
            except Unacceptable as error:
                raise ValidationError(str(error), code="unacceptable") from error
            file.name = clean_name(file.name or "", recognised.kind.ending)  # its ending is what it is
        return file


class DocumentForm(_Looked, BaseDocumentForm):
    pass


class ImageForm(_Looked, BaseImageForm):
    accepts = Accepts(kinds=PICTURES)
