"""Sentences and addresses that pages and messages share."""

from django.urls import reverse

from throughline.foundation.surveys.rules import Naming

MARK = "answered-survey-"


def naming_words(naming: Naming, threshold: int) -> str:
    """SV-02, as every page and message of the survey states it."""
    if naming is Naming.ANONYMOUS:
        return (
            "Your answers are anonymous. We keep that you have answered, and separately what was answered; nothing"
            f" connects the two. Results are shown for groups of {threshold} or more, once the survey has closed."
        )
    return (
        "Your answers are kept with your name, so that we can see what changes over time. Results are shown only as"
        f" totals for groups of {threshold} or more people, without names."
    )


def answer_path(token: str) -> str:
    return reverse("surveys:start", args=[token])


OPEN_NAMING = (
    "Your answers are anonymous: we keep no name, no email address, no network address and no day. A small mark on this"
    " device says that it has answered, so that it is not asked twice; it says nothing else and ends with the survey."
)


def link_words(threshold: int) -> str:
    """SV-02 for an open link."""
    return f"{OPEN_NAMING} Results are shown for groups of {threshold} or more, once the survey has closed."


def mark_name(survey_id: int) -> str:
    """The cookie by which a device knows that it has answered."""
    return f"{MARK}{survey_id}"


def link_path(token: str) -> str:
    return reverse("surveys:open", args=[token])
