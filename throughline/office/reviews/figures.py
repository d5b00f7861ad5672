"""Reviews published in the report year, and changes in practice on record."""

from collections.abc import Iterator
from decimal import Decimal

from throughline.foundation.figures import ids
from throughline.foundation.figures.pages import page_of
from throughline.foundation.figures.registry import provides
from throughline.foundation.figures.values import Asked, Provenance, RecordRef, Source, Value
from throughline.office.reviews.case_figures import case_figures
from throughline.office.reviews.queries import practice_changes_by, published_between, reviews


def _published_by(asked: Asked) -> Iterator[tuple[str, str, str, str, list[RecordRef]]]:
    """Reviews published in the year by kind, and themes over all that were published by its end."""
    year = asked.year
    by_kind: dict[str, list[RecordRef]] = {}
    for row in published_between(year.starts, year.ends):
        words = f"{row.name}, published {row.published}"
        by_kind.setdefault(row.kind, []).append(RecordRef(words, page_of("review", row.slug)))
    for kind in sorted(by_kind):
        label = f"{kind[:1].upper()}{kind[1:]}: published in the year"
        yield (
            f"published {kind}",
            "reviews",
            label,
            f"Reviews of the kind ‘{kind}’ published in the year.",
            by_kind[kind],
        )
    by_theme: dict[str, list[RecordRef]] = {}
    for row in reviews():
        if row.published_from is not None and row.published_from <= year.ends:
            for theme in dict.fromkeys(row.themes):
                by_theme.setdefault(theme, []).append(RecordRef(row.name, page_of("review", row.slug)))
    for theme in sorted(by_theme):
        says = f"Reviews published by the end of the year, of any year, that have the theme ‘{theme}’."
        yield f"theme {theme}", "reviews", f"Reviews with the theme: {theme}", says, by_theme[theme]


@provides("reviews")
def figures(asked: Asked) -> Iterator[Value]:
    """Where no review is on record at all, how many were published is not available, not 0."""
    known = reviews()
    year = asked.year
    published = sorted(published_between(year.starts, year.ends), key=lambda row: (row.published_from, row.name))
    slugs = {row.id: row.slug for row in known if row.published_from is not None}
    changes = practice_changes_by(year.ends)
    for name, unit, label, says, records in [
        (
            "published", "reviews", "Reviews published in the year",
            "Reviews of serious incidents and learning reviews that the partnership published in the report year.",
            [
                RecordRef(f"{row.name} ({row.kind}), published {row.published}", page_of("review", row.slug))
                for row in published
            ],
        ),
        (
            "practice changes on record", "changes", "Changes in practice after reviews, on record",
            "Changes of services and policies after reviews that are on record; there may have been more.",
            [
                RecordRef(
                    f"{row.service_or_policy}: {row.change} (after the review {row.review})",
                    page_of("review", slugs[row.review_id]) if row.review_id in slugs else "",
                )
                for row in changes
            ],
        ),
        *_published_by(asked),
    ]:  # fmt: skip
        yield Value(
            id=ids.id_of("reviews", name, year.label),
            label=label,
            unit=unit,
            period=year.label,
            area=asked.area,
            value=Decimal(len(records)) if known else None,
            provenance=Provenance.COMPUTED,
            source=Source(query=f"reviews.{name.replace(' ', '_')}"),
            says=says,
            section="section six",
            records=tuple(records),
        )
    yield from case_figures(asked)
