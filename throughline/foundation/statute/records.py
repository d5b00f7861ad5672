"""Records read from committed files hold what their fields say."""

from dataclasses import fields
from typing import TYPE_CHECKING

from .errors import InvalidData

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def require_types(record: "DataclassInstance") -> None:
    """Every field of a plain type has exactly that type: a quoted day or number is refused, not carried along.

    Raises InvalidData naming the field. Fields of a generic type (tuples, mappings) are left to their reader.
    """
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(field.type, type) and type(value) is not field.type:
            raise InvalidData(f"“{field.name}” must be a {field.type.__name__}, not {value!r}.")
