"""What the library decides by rule. Pure; a file a matter."""

from throughline.publishing.library.rules.campaigns import DayRule, day_of, span_of
from throughline.publishing.library.rules.documents import (
    KINDS,
    Kind,
    State,
    Step,
    label_of,
    needs_approval,
    reader_words,
    reminder_of,
    step_of,
    warns,
)
from throughline.publishing.library.rules.services import check_words, is_stale
from throughline.publishing.library.rules.texts import plain, safe_html, slug_for, words_of
from throughline.publishing.library.rules.themes import OTHER, THEMES, theme_of

__all__ = [
    "KINDS",
    "OTHER",
    "THEMES",
    "DayRule",
    "Kind",
    "State",
    "Step",
    "check_words",
    "day_of",
    "is_stale",
    "label_of",
    "needs_approval",
    "plain",
    "reader_words",
    "reminder_of",
    "safe_html",
    "slug_for",
    "span_of",
    "step_of",
    "theme_of",
    "warns",
    "words_of",
]
