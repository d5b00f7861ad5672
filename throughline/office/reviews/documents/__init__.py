"""Documents of a case."""

from throughline.office.reviews.documents.pack import Choice, Contents, pack

__all__ = ["Choice", "Contents", "pack"]
