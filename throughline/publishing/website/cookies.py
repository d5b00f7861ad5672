"""The cookies that this site sets, read from the settings, so that the page about them stays true."""

from dataclasses import dataclass

from django.conf import settings

from throughline.foundation.surveys.words import MARK
from throughline.foundation.ui import formats

HOUR = 60 * 60
WEEK = 7 * 24 * HOUR


@dataclass(frozen=True)
class Cookie:
    name: str
    purpose: str
    lasts: str


def cookies() -> list[Cookie]:
    hours = settings.SESSION_COOKIE_AGE // HOUR
    closing = " or when you close the browser" if settings.SESSION_EXPIRE_AT_BROWSER_CLOSE else ""
    return [
        Cookie(
            settings.SESSION_COOKIE_NAME,
            "Knows that it is you, from signing in until you sign out.",
            f"{formats.counted(hours, 'hour')} at most{closing}",
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            "Set with a page that has a form: it stops other sites from sending the form in your name.",
            f"{settings.CSRF_COOKIE_AGE // WEEK} weeks",
        ),
        Cookie(
            "messages",
            "Carries a note such as “Your place is booked” to the next page, when you are not signed in.",
            "until the note was shown",
        ),
        Cookie(
            f"{MARK}…",
            "Set when you answer an anonymous survey by a link for many: this device has answered it. It says nothing"
            " of what you answered.",
            "until the survey closes",
        ),
    ]
