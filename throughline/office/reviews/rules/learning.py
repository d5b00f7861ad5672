"""The words of what passes on learning, and how it is tested. Pure."""

from throughline.office.reviews.rules.words import Labelled


class Product(Labelled):
    BRIEFING = "briefing", "Briefing"
    VIDEO = "video", "Video"
    EVENT = "event", "Event"
    LEAFLET = "leaflet", "Leaflet"


class Test(Labelled):
    """How a change in practice is tested."""

    __test__ = False  # no test of pytest

    AUDIT = "audit", "Audit"
    INDICATOR = "indicator", "Indicator"
    SURVEY = "survey", "Survey"
    OTHER = "other", "Other"
