"""Who cites a document or a review: whatever holds its address. Apps say where their texts are; a job reads them.

register_citing("training.course", course_texts)   # words → (id, text) of the records whose text holds the words
"""

import re
from collections.abc import Callable, Iterable, Iterator

from throughline.foundation.links.api import Ref
from throughline.office.audits import api as audits
from throughline.office.reviews import api as reviews
from throughline.office.training import api as training
from throughline.publishing.library.models import Document, Version
from throughline.publishing.library.rules import State

DOCUMENT, REVIEW, COURSE = "library.document", "reviews.review", "training.course"
ADDRESSES = {"/library/": re.compile(r"/library/([a-z0-9-]{1,200})/"), "/learning/": re.compile(r"/learning/#([\w-]+)")}

Texts = Callable[[str], Iterable[tuple[int, str]]]
_sources: dict[str, Texts] = {}


def register_citing(kind: str, texts: Texts) -> None:
    """`texts(words)`: the records of the active scope whose text holds the words; what nobody else may read as well,
    since the golden thread asks each reader's right. Raises ValueError for a kind that is there already."""
    if kind in _sources:
        raise ValueError(f"What '{kind}' cites is registered twice.")
    _sources[kind] = texts


def slugs_in(text: str, words: str) -> set[str]:
    """What follows the words in addresses: "safe-sleep" of /library/safe-sleep/."""
    return set(ADDRESSES[words].findall(text))


def document_texts(words: str) -> Iterator[tuple[int, str]]:
    """Documents in the version that applies."""
    for row in Version.objects.filter(state=State.CURRENT, document__withdrawn_on=None):
        text = " ".join([row.summary, *(each["html"] for each in row.sections)])
        if words in text:
            yield row.document_id, text


def citations() -> set[tuple[Ref, Ref]]:
    """(what is cited, what cites it), in the active scope. A fixed number of queries."""
    known = {
        "/library/": (DOCUMENT, dict(Document.objects.filter(withdrawn_on=None).values_list("slug", "pk"))),
        "/learning/": (REVIEW, {row.slug: row.id for row in reviews.reviews() if row.published_from is not None}),
    }
    found: set[tuple[Ref, Ref]] = set()
    for kind, texts in _sources.items():
        for words, (cited, ids) in known.items():
            for pk, text in texts(words):
                found |= {(Ref(cited, ids[slug]), Ref(kind, pk)) for slug in slugs_in(text, words) & ids.keys()}
    return {(source, target) for source, target in found if source != target}


register_citing(DOCUMENT, document_texts)
register_citing(COURSE, training.course_texts)
register_citing(REVIEW, reviews.review_texts)
register_citing("audits.question_set", audits.set_texts)
register_citing("audits.cycle", audits.cycle_texts)
register_citing("audits.case_audit", audits.case_audit_texts)
