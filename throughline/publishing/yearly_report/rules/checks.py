"""The checks of a yearly report before it is published: what does not add up, each by its code (findings.RULES). Pure.

Each check is a generator over `Material`; `findings_of` runs them all, in the order of their codes.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from throughline.foundation.figures.disclosure import GivenAway, Hidden
from throughline.foundation.figures.values import Provenance, UnitKind, Value, Whole
from throughline.publishing.yearly_report.rules.elements import Coverage
from throughline.publishing.yearly_report.rules.findings import Finding, Severity
from throughline.publishing.yearly_report.rules.numbers import PEOPLE, typed_numbers
from throughline.publishing.yearly_report.rules.references import references
from throughline.publishing.yearly_report.rules.wording import amount, date_or_period, plain

# A percentage of people who answered: 'percent of respondents', or words of answering in its label. An implementation
# rating or a completion rate is nobody's answer.
_ANSWERED = re.compile(
    r"\b(?:respond\w*|answer\w*|aware\b|rated|said|saying|felt|feel\w*|agree\w*|satisf\w*|confiden\w*|thought|think\w*|"
    r"reported|gave an example|recommend\w*|understood|opinion\w*|views of)",
    re.IGNORECASE,
)
_RESPONDENTS = frozenset({"respondents", "responses", "people asked", "answers"})


@dataclass(frozen=True)
class SectionText:
    """A section as far as the checks need it. `number` as shown ('5', '' for the foreword); `has_records`: the report
    shows records there even without a word of narrative."""

    key: str
    number: str
    title: str
    body: str
    has_records: bool = False

    @property
    def name(self) -> str:
        return f"section {self.number}, {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Material:
    """All that the checks look at. `area` is the partnership's own; `titles` are names that may hold numbers."""

    values: Mapping[str, Value]
    wholes: Sequence[Whole]
    area: str
    sections: Sequence[SectionText] = ()
    coverage: Sequence[Coverage] = ()
    hidden: Mapping[str, Hidden] = field(default_factory=dict)
    given_away: Sequence[GivenAway] = ()
    titles: Sequence[str] = ()


def findings_of(material: Material) -> list[Finding]:
    """Every finding, by code, then in the order of the figures or the text. No two have the same key."""
    found: dict[str, Finding] = {}
    for check in CHECKS:
        for finding in check(material):
            found.setdefault(finding.key, finding)
    return sorted(found.values(), key=lambda finding: finding.code)


def _place(value: Value) -> str:
    """Where a figure comes from, as a person would look it up."""
    source = value.source
    if source.file:
        return f"{source.file}, row {source.row}" if source.row is not None else source.file
    return f"figure {value.id}"


def _known(material: Material, figure_id: str) -> Value | None:
    value = material.values.get(figure_id)
    return value if value is not None and value.value is not None else None


def _number(value: Value) -> Decimal:
    return value.value if value.value is not None else Decimal(0)


def parts_and_wholes(material: Material) -> Iterator[Finding]:
    """YR-C01: parts that are said to be everybody do not add up. YR-C02: a part is larger than its whole.
    YR-C03: a count of children is larger than the child population."""
    for relation in material.wholes:
        whole = _known(material, relation.whole)
        parts = [v for part in relation.parts if (v := _known(material, part)) is not None and part != relation.whole]
        if whole is None or not parts:
            continue
        for part in parts:
            if _number(part) > _number(whole):
                yield _larger(part, whole, relation)
        if relation.exhaustive and len(parts) == len(set(relation.parts)) and len(parts) > 1:
            total = sum((_number(part) for part in parts), Decimal(0))
            if total < _number(whole) or (total > _number(whole) and relation.exclusive):
                yield _sum(whole, parts, total)


def _larger(part: Value, whole: Value, relation: Whole) -> Finding:
    about = f"{amount(part)} > {amount(whole)}"
    if relation.kind == "ceiling":
        return Finding(
            "YR-C03", f"YR-C03:{part.id}", Severity.ERROR, _place(part),
            f"{part.label} is {amount(part)}, but {amount(whole)} children live in {whole.area} ({whole.label}). "
            "Were contacts counted rather than children?",
            about, (part.id, whole.id),
        )  # fmt: skip
    return Finding(
        "YR-C02", f"YR-C02:{part.id}:{whole.id}", Severity.ERROR, _place(part),
        f"{part.label} is {amount(part)}, more than {whole.label}, {amount(whole)}. "
        "Do the groups overlap, or is the whole incomplete?",
        about, (part.id, whole.id),
    )  # fmt: skip


def _sum(whole: Value, parts: list[Value], total: Decimal) -> Finding:
    listed = " + ".join(amount(part) for part in parts)
    question = "is a part missing (incomplete), or" if total < _number(whole) else "do the parts overlap, or"
    return Finding(
        "YR-C01", f"YR-C01:{whole.id}:{','.join(sorted(p.id for p in parts))}", Severity.ERROR, _place(whole),
        f"{whole.label} is {amount(whole)}, but its parts {listed} make {amount(total, whole)} "
        f"({', '.join(part.label for part in parts)}): {question} is a number wrong? "
        "Say whether the parts are overlapping or incomplete.",
        f"{amount(whole)} = {listed}", (whole.id, *(part.id for part in parts)),
    )  # fmt: skip


def shares(material: Material) -> Iterator[Finding]:
    """YR-C04: published shares of one whole that do not add up to 100: a warning within rounding, else an error."""
    for value in material.values.values():
        inputs = [v for i in value.inputs if (v := _known(material, i)) is not None]
        if value.kind is not UnitKind.PERCENT or value.value is None or len(inputs) < 2:
            continue
        if any(v.kind is not UnitKind.PERCENT or v.provenance is not Provenance.RETURNED for v in inputs):
            continue
        if value.value == 100 or sum(_number(v) for v in inputs) != value.value:
            continue
        finest = min(int(_number(v).normalize().as_tuple().exponent) for v in inputs)
        rounding = Decimal(len(inputs)) * Decimal(5).scaleb(min(finest, 0) - 1)
        explained = abs(value.value - 100) <= rounding
        yield Finding(
            "YR-C04", f"YR-C04:{value.id}", Severity.WARNING if explained else Severity.ERROR, _place(inputs[0]),
            f"{len(inputs)} published shares add up to {amount(value)}, not 100%"
            + (", which rounding can explain." if explained else ", which rounding cannot explain."),
            f"{amount(value)} of {len(inputs)}", tuple(v.id for v in inputs),
        )  # fmt: skip


def published_values(material: Material) -> Iterator[Finding]:
    """YR-C05: a published rate, share or total that is not the computed one. A rounded one that agrees is a note."""
    for published in material.values.values():
        if published.provenance is not Provenance.RETURNED or published.value is None:
            continue
        ours = _computed_for(material, published)
        if ours is None or ours.value is None or ours.value == published.value:
            continue
        places = max(-int(published.value.normalize().as_tuple().exponent), 0)
        agrees = ours.value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) == published.value
        yield Finding(
            "YR-C05", f"YR-C05:{published.id}", Severity.NOTE if agrees else Severity.ERROR, _place(published),
            f"{published.label} ({published.area}, {date_or_period(published.period)}) is published as "
            f"{amount(published)}; computed it is {amount(ours)}"
            + (", which agrees when rounded." if agrees else f", as {ours.source.formula or 'our records give it'}."),
            f"{amount(published)} / {amount(ours)}", (published.id, ours.id),
        )  # fmt: skip


def _computed_for(material: Material, published: Value) -> Value | None:
    """Our own value of what was published: worked out from the count that it says over again, or, where an app names a
    figure `app.published-…`, the figure of the same name without that word."""
    if published.restates:
        for value in material.values.values():
            derived = value.provenance is Provenance.DERIVED and not value.difference
            if derived and value.kind is published.kind and published.restates in value.inputs[:1]:
                return value
    app, _, rest = published.id.partition(".")
    if not rest.startswith("published-"):
        return None
    ours = f"{app}.{rest.removeprefix('published-')}"
    # Without other income, the partners' contributions are the total.
    return material.values.get(ours) or material.values.get(ours.replace("total-income", "contributions-total"))


def typed(material: Material) -> Iterator[Finding]:
    """YR-C06: a number typed into the text that is tied to no figure; YR-C16 where it is a hidden count of people."""
    known = [v.value for v in material.values.values() if v.value is not None]
    hidden = {material.values[i].value for i in material.hidden if i in material.values}
    for section in material.sections:
        for number in typed_numbers(section.body, titles=material.titles, known=known):
            line_end = section.body.find("\n\n", number.end)
            after = section.body[number.end : line_end if line_end >= 0 else None]
            gives_away = number.value in hidden and re.match(rf"\s+(?:of\s+\w+\s+)?{PEOPLE}\b", after) is not None
            code = "YR-C16" if gives_away else "YR-C06"
            near = [v.id for v in material.values.values() if v.value is not None and v.value == number.value]
            says = "would show a number that published output hides" if gives_away else "is tied to no figure"
            yield Finding(
                code, f"{code}:{section.key}:{number.words}:{number.nth}", Severity.ERROR,
                f"{section.name}, {number.place}", f"“{number.text}” in “{number.words}” {says}.",
                number.text, tuple(near), section.key, number.start, number.end, number.text,
            )  # fmt: skip


def times_side_by_side(material: Material) -> Iterator[Finding]:
    """YR-C07: our area's rate beside other areas' rates of another time."""
    groups: dict[str, list[Value]] = {}
    for value in material.values.values():
        if value.kind in (UnitKind.RATE, UnitKind.PERCENT) and value.value is not None and not value.difference:
            groups.setdefault(indicator_of(value.id), []).append(value)
    for indicator, values in groups.items():
        ours = [v for v in values if v.area == material.area]
        theirs = [v for v in values if v.area != material.area]
        periods = {v.period for v in ours}
        apart = [v for v in theirs if v.period not in periods]
        if not ours or not apart:
            continue
        own = max(ours, key=lambda v: (v.period, v.provenance is Provenance.DERIVED))
        beside = "; ".join(f"{v.area} {amount(v)} of {v.period}" for v in apart)
        yield Finding(
            "YR-C07", f"YR-C07:{indicator}", Severity.WARNING, _place(apart[0]),
            f"{own.label}: {own.area} {amount(own)} of {own.period} stands beside {beside}.",
            "; ".join(f"{v.area} {v.period}" for v in (own, *apart)), (own.id, *(v.id for v in apart)),
        )  # fmt: skip


def indicator_of(figure_id: str) -> str:
    """The first two parts of an id: the app and its indicator."""
    return ".".join(figure_id.split(".")[:2])


def respondents(material: Material) -> Iterator[Finding]:
    """YR-C08: a percentage of people who answered, without how many answered."""
    counts = [v for v in material.values.values() if v.unit.strip().lower() in _RESPONDENTS and v.value is not None]
    answered = {(indicator_of(v.id), v.area, v.period) for v in counts}
    for value in material.values.values():
        if value.kind is not UnitKind.PERCENT or value.value is None or value.provenance is not Provenance.RETURNED:
            continue
        asked = "respondent" in value.unit.lower() or _ANSWERED.search(value.label) is not None
        if not asked or value.denominator or (indicator_of(value.id), value.area, value.period) in answered:
            continue
        yield Finding(
            "YR-C08", f"YR-C08:{value.id}", Severity.WARNING, _place(value),
            f"{value.label}: {plain(_number(value))} {value.unit}, without the number of respondents.",
            amount(value), (value.id,),
        )  # fmt: skip


def statute(material: Material) -> Iterator[Finding]:
    """YR-C09."""
    for covered in material.coverage:
        if covered.status == "nothing":
            element = covered.element
            yield Finding(
                "YR-C09", f"YR-C09:{element.code}", Severity.ERROR, f"{element.code}, {element.title}",
                f"Nothing in the report covers it. Asked for: {element.asks}", element.code,
            )  # fmt: skip


def small_numbers(material: Material) -> Iterator[Finding]:
    """YR-C10: what published output shows as c. YR-C11: what an earlier edition gives away all the same.
    YR-C17: what an earlier edition hid and this one would give away."""
    for figure_id, hidden in material.hidden.items():
        value = material.values[figure_id]
        yield Finding(
            "YR-C10", f"YR-C10:{figure_id}", Severity.WARNING, _place(value),
            f"{value.label} ({value.area}, {date_or_period(value.period)}) is {amount(value)} in the draft; "
            f"published output shows c. {hidden.reason} ({hidden.rule})",
            amount(value), (figure_id,),
        )  # fmt: skip
    for given in material.given_away:
        found = material.values.get(given.figure)
        if given.label:
            yield Finding(
                "YR-C17", f"YR-C17:{given.figure}:{given.edition}", Severity.ERROR,
                _place(found) if found else f"figure {given.figure}", f"{given.label} can be found. {given.reason}",
                given.reason, (given.figure,),
            )  # fmt: skip
        elif found is not None:
            yield Finding(
                "YR-C11", f"YR-C11:{given.figure}", Severity.ERROR, _place(found),
                f"{found.label} is to be hidden, but can be found. {given.reason}", given.edition, (given.figure,),
            )  # fmt: skip


def referred(material: Material) -> Iterator[Finding]:
    """YR-C12: a reference to a figure without a value. YR-C13: to none at all."""
    for section in material.sections:
        for reference in references(section.body):
            value = material.values.get(reference.figure_id)
            place = f"{section.name}, {reference.place}"
            if value is None:
                yield Finding(
                    "YR-C13", f"YR-C13:{section.key}:{reference.figure_id}", Severity.ERROR, place,
                    f"There is no figure “{reference.figure_id}”.", "", (), section.key, reference.start, reference.end,
                )  # fmt: skip
            elif value.value is None:
                yield Finding(
                    "YR-C12", f"YR-C12:{section.key}:{reference.figure_id}", Severity.WARNING, place,
                    f"{value.label} is not available.", "", (value.id,), section.key, reference.start, reference.end,
                )  # fmt: skip


def empty_sections(material: Material) -> Iterator[Finding]:
    """YR-C14. A report without any text yet is one finding, not one a section."""
    if material.sections and not any(section.body.strip() for section in material.sections):
        yield Finding(
            "YR-C14", "YR-C14:all", Severity.WARNING, "the whole report",
            "No section has any text yet; the report shows the records alone.", "",
        )  # fmt: skip
        return
    for section in material.sections:
        if not section.body.strip():
            severity = Severity.NOTE if section.has_records else Severity.WARNING
            yield Finding(
                "YR-C14", f"YR-C14:{section.key}", severity, section.name,
                "It has no text; it shows records alone." if section.has_records else "It has no text and no records.",
                "",
            )  # fmt: skip


CHECKS: tuple[Callable[[Material], Iterator[Finding]], ...] = (
    parts_and_wholes, shares, published_values, typed, times_side_by_side, respondents, statute, small_numbers,
    referred, empty_sections,
)  # fmt: skip
