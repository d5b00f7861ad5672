"""A form field as its template shows it: which kind of control, with which label, hint, errors, classes and attributes.

Only what GOV.UK Frontend needs is decided here; values, validation and names stay Django's.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from throughline.foundation.ui.widgets import Checkboxes, DateParts, Radios

WIDE_CODE = "govuk-input--width-10"
SHORT_NUMBER = "govuk-input--width-5"


@dataclass(frozen=True)
class Choice:
    """One radio or checkbox. `revealed` are the fields that choosing it opens."""

    id: str
    name: str
    value: str
    label: str
    checked: bool
    disabled: bool
    hint: str
    revealed: list[BoundField]

    @property
    def reveal_id(self) -> str:
        return f"conditional-{self.id}"

    @property
    def hint_id(self) -> str:
        return f"{self.id}-item-hint"


@dataclass(frozen=True)
class DateBox:
    """One of the three boxes of a date."""

    id: str
    name: str
    label: str
    value: str
    width: int
    wrong: bool


@dataclass(frozen=True)
class FieldView:
    """`kind`: input, textarea, select, file, checkbox, radios, checkboxes, date, or group (any other controls)."""

    kind: str
    id: str
    label: str
    label_for: str
    is_heading: bool
    hint: str
    hint_id: str
    errors: list[str]
    error_id: str
    described_by: str
    control: SafeString = field(default_factory=SafeString)
    choices: list[Choice] = field(default_factory=list)
    boxes: list[DateBox] = field(default_factory=list)
    inline: bool = False
    begins: bool = False
    small: bool = False
    disabled: bool = False
    limit: int | None = None
    current_file: str = ""
    clear_name: str = ""


@dataclass(frozen=True)
class SummaryLine:
    """A line of the error summary; `href` is "#id" of the control, or empty."""

    text: str
    href: str


def view_field(bound: BoundField) -> FieldView:
    """The field worked out for its template. The widget decides the kind."""
    widget = bound.field.widget
    hint_id, error_id = f"{bound.auto_id}_helptext", f"{bound.auto_id}_error"
    view = FieldView(
        kind="group",
        id=bound.auto_id,
        label=_label(bound),
        label_for=str(bound.id_for_label or ""),
        is_heading=getattr(bound.form, "heading_field", None) == bound.name,
        hint=str(bound.help_text),
        hint_id=hint_id,
        errors=[str(error) for error in bound.errors],
        error_id=error_id,
        described_by=" ".join(
            [*([hint_id] if bound.help_text else []), *([error_id] if bound.errors else [])],
        ),
        disabled=bound.field.disabled,
    )
    if isinstance(widget, DateParts):
        return replace(view, kind="date", boxes=_boxes(bound))
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return replace(view, kind="checkboxes", choices=_choices(bound), small=getattr(widget, "small", False))
    if isinstance(widget, forms.RadioSelect):
        inline, small = getattr(widget, "inline", False), getattr(widget, "small", False)
        begins = getattr(widget, "begins", False)
        return replace(view, kind="radios", choices=_choices(bound), inline=inline, small=small, begins=begins)
    if isinstance(widget, forms.CheckboxInput):
        return replace(view, kind="checkbox", control=_control(bound, "govuk-checkboxes__input"))
    if isinstance(widget, forms.FileInput):
        return _file(bound, view)
    if isinstance(widget, forms.Select) and not widget.use_fieldset:
        return replace(view, kind="select", control=_control(bound, "govuk-select"))
    if isinstance(widget, forms.Textarea):
        return _textarea(bound, view)
    if isinstance(widget, forms.widgets.Input):
        return _input(bound, view)
    return replace(view, control=bound.as_widget())


def summary_lines(form: forms.BaseForm | BaseFormSet) -> list[SummaryLine]:
    """Every error of the form (or of all forms of a set), those of no field first, in the order of the page."""
    if isinstance(form, BaseFormSet):
        if not form.is_bound:
            return []
        own = [SummaryLine(str(error), "") for error in form.non_form_errors()]
        return [*own, *(line for member in form.forms for line in summary_lines(member))]
    if not form.is_bound:
        return []
    first = next((bound for bound in form if not bound.is_hidden), None)
    lines = [SummaryLine(str(error), f"#{anchor(first)}" if first else "") for error in form.non_field_errors()]
    for bound in form:
        href = "" if bound.is_hidden else f"#{anchor(bound)}"
        lines += [SummaryLine(str(error), href) for error in bound.errors]
    return lines


def anchor(bound: BoundField) -> str:
    """The id of the control that a link to this field goes to: the wrong box of a date, the first of a set."""
    widget = bound.field.widget
    if isinstance(widget, DateParts):
        boxes = _boxes(bound)
        return next((box.id for box in boxes if box.wrong), boxes[0].id)
    if isinstance(widget, forms.RadioSelect):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def _label(bound: BoundField) -> str:
    label = str(bound.label)
    is_optional = not bound.field.required and not bound.field.disabled
    marked = (
        getattr(bound.form, "mark_optional", True)
        and not isinstance(bound.field.widget, forms.CheckboxInput)
        and bound.name not in revealed_names(bound.form)  # its choice decides whether it is asked for
    )
    return f"{label} (optional)" if is_optional and marked and "optional" not in label.lower() else label


def _control(
    bound: BoundField, classes: str, widget: forms.Widget | None = None, attributes: dict[str, str | bool] | None = None
) -> SafeString:
    """The control with GOV.UK Frontend's classes before its own, red when it is wrong. False drops an attribute."""
    own = (widget or bound.field.widget).attrs.get("class", "")
    red = f"{classes}--error" if bound.errors and classes != "govuk-checkboxes__input" else ""
    merged = {**(attributes or {}), "class": " ".join(part for part in (classes, red, own) if part)}
    return bound.as_widget(widget=widget, attrs=merged)


def _input(bound: BoundField, view: FieldView) -> FieldView:
    widget = bound.field.widget
    attributes: dict[str, str | bool] = {}
    replacement = None
    own = widget.attrs.get("class", "")
    width = "" if "govuk-input--width" in own or "govuk-!-width" in own else None
    if isinstance(widget, forms.NumberInput):
        # A number box changes under a scroll wheel and swallows letters; a text box with a number pad does not.
        whole = isinstance(bound.field, forms.IntegerField) and not isinstance(
            bound.field, forms.DecimalField | forms.FloatField
        )
        kept = {key: value for key, value in widget.attrs.items() if key not in ("min", "max", "step")}
        replacement = forms.TextInput(attrs={"inputmode": "numeric" if whole else "decimal", **kept})
        width = SHORT_NUMBER if width is None else width
    elif isinstance(widget, forms.EmailInput):
        attributes |= {"spellcheck": "false"} | ({} if "autocomplete" in widget.attrs else {"autocomplete": "email"})
    elif isinstance(widget, forms.DateInput | forms.TimeInput):
        width = WIDE_CODE if width is None else width
    if widget.attrs.get("autocomplete") == "one-time-code":
        attributes |= {"spellcheck": "false", "autocapitalize": "none"}
        width = WIDE_CODE if width is None else width
    classes = "govuk-input"
    control_widget = replacement
    if width:
        control_widget = replacement or copy.deepcopy(widget)
        control_widget.attrs["class"] = f"{width} {own}".strip()
    return replace(view, kind="input", control=_control(bound, classes, control_widget, attributes))


def _textarea(bound: BoundField, view: FieldView) -> FieldView:
    """With a limit, the characters left are counted, and nobody's text is cut while they paste it."""
    limit = getattr(bound.field, "max_length", None)
    rows = {} if bound.field.widget.attrs.get("rows") not in (None, "10") else {"rows": "5"}
    attributes: dict[str, str | bool] = {"cols": False, **rows}
    classes = "govuk-textarea"
    if limit:
        described = " ".join(part for part in (view.described_by, f"{bound.auto_id}-info") if part)
        attributes |= {"maxlength": False, "aria-describedby": described}
        widget = copy.deepcopy(bound.field.widget)
        widget.attrs["class"] = f"govuk-js-character-count {widget.attrs.get('class', '')}".strip()
        return replace(view, kind="textarea", control=_control(bound, classes, widget, attributes), limit=limit)
    return replace(view, kind="textarea", control=_control(bound, classes, attributes=attributes))


def _file(bound: BoundField, view: FieldView) -> FieldView:
    """A plain file box. The file that is there now is named, with a box to remove it where that is allowed."""
    widget = bound.field.widget
    plain = forms.FileInput(attrs=widget.attrs)
    if getattr(widget, "allow_multiple_selected", False):
        plain.allow_multiple_selected = True
    current, clear_name = "", ""
    if isinstance(widget, forms.ClearableFileInput) and widget.is_initial(bound.initial):
        current = str(bound.initial)
        clear_name = "" if bound.field.required else widget.clear_checkbox_name(bound.html_name)
    control = _control(bound, "govuk-file-upload", plain)
    return replace(view, kind="file", control=control, current_file=current, clear_name=clear_name)


def _choices(bound: BoundField) -> list[Choice]:
    widget = bound.field.widget
    ours = widget if isinstance(widget, Radios | Checkboxes) else None
    return [_choice(bound, item, ours) for item in bound.subwidgets]


def _choice(bound: BoundField, item: BoundWidget, ours: Radios | Checkboxes | None) -> Choice:
    value = "" if item.data["value"] is None else str(item.data["value"])
    revealed = ours.reveals.get(value, ()) if ours else ()
    return Choice(
        id=item.data["attrs"].get("id", f"{bound.auto_id}_{item.data['index']}"),
        name=item.data["name"],
        value=value,
        label=str(item.data["label"]),
        checked=bool(item.data["selected"]),
        disabled=bool(item.data["attrs"].get("disabled", False)),
        hint=str(ours.hints.get(value, "")) if ours else "",
        revealed=[bound.form[name] for name in revealed],
    )


def _boxes(bound: BoundField) -> list[DateBox]:
    widget: DateParts = bound.field.widget
    texts = widget.texts(bound.value())
    wrong = _wrong_parts(bound)
    return [
        DateBox(
            id=f"{bound.auto_id}_{part}",
            name=f"{bound.html_name}_{part}",
            label=part.capitalize(),
            value=text,
            width=4 if part == "year" else 2,
            wrong=part in wrong,
        )
        for part, text in zip(DateParts.parts, texts, strict=True)
    ]


def _wrong_parts(bound: BoundField) -> set[str]:
    """The boxes that an error of the date names; all three when it names none."""
    wrong: set[str] = set()
    for error in bound.errors.as_data():
        wrong |= set((error.params or {}).get("parts", DateParts.parts))
    return wrong


def revealed_names(form: forms.BaseForm) -> set[str]:
    """The fields that a choice of another field opens; the form does not show them a second time."""
    return set(_revealed(form))


def _revealed(form: forms.BaseForm) -> Iterator[str]:
    for each in form.fields.values():
        if isinstance(each.widget, Radios | Checkboxes):
            for names in each.widget.reveals.values():
                yield from names
