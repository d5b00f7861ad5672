"""What is typed when somebody says that one record led to another."""

from typing import Any

from django import forms

from throughline.foundation.access.actors import Actor
from throughline.foundation.links.registry import Named, kind_of, kinds
from throughline.foundation.links.rules import BY_HAND, Ref, Relation
from throughline.foundation.ui.forms import Form
from throughline.foundation.ui.widgets import Radios


class FindForm(Form):
    """Sent by GET: which records might be meant."""

    mark_optional = False

    kind = forms.ChoiceField(label="What kind of record is it?", required=False)
    q = forms.CharField(label="Words in its name", required=False, max_length=100)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["kind"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
        found.choices = [(each.kind, each.label) for each in kinds() if each.find is not None]

    def found(self, actor: Actor, start: Ref) -> dict[str, Named]:
        """`kind:id` → its name, without the record itself."""
        if not self.is_valid() or not self.cleaned_data["kind"]:
            return {}
        kind = kind_of(self.cleaned_data["kind"])
        if kind is None or kind.find is None:
            return {}
        rows = kind.find(actor, self.cleaned_data["q"])
        return {f"{kind.kind}:{pk}": named for pk, named in rows.items() if Ref(kind.kind, pk) != start}


class LinkForm(Form):
    """Of the records that were found, the one that is meant."""

    target = forms.ChoiceField(label="Which one?", widget=Radios())
    says = forms.ChoiceField(label="How does it belong to this record?", widget=Radios())

    def __init__(self, *args: Any, found: dict[str, Named], title: str, **options: Any) -> None:
        super().__init__(*args, **options)
        target, says = self.fields["target"], self.fields["says"]
        assert isinstance(target, forms.ChoiceField)  # noqa: S101  (for the type checker)
        assert isinstance(says, forms.ChoiceField)  # noqa: S101
        target.choices = [(ref, each.title + (f" ({each.note})" if each.note else "")) for ref, each in found.items()]
        says.choices = [
            *((f"forwards:{each}", f"‘{title}’ {each.words('forwards')} it") for each in BY_HAND),
            *((f"backwards:{each}", f"It {each.words('forwards')} ‘{title}’") for each in BY_HAND),
        ]

    def edge(self, start: Ref) -> tuple[Ref, Relation, Ref]:
        kind, _, pk = self.cleaned_data["target"].rpartition(":")
        direction, _, says = self.cleaned_data["says"].partition(":")
        other = Ref(kind, int(pk))
        return (start, Relation(says), other) if direction == "forwards" else (other, Relation(says), start)
