"""The kinds of things a programme is made of, as the database keeps them. Pure."""

from enum import StrEnum


class Delivery(StrEnum):
    """How a course is held. The mode beside it is the partnership's own words for the same."""

    IN_PERSON = "in_person"
    VIRTUAL = "virtual"
    CONFERENCE = "conference"
    WEBINAR = "webinar"
    E_LEARNING = "e_learning"


DELIVERY_WORDS = {
    Delivery.IN_PERSON: "In person",
    Delivery.VIRTUAL: "Live online",
    Delivery.CONFERENCE: "Conference",
    Delivery.WEBINAR: "Webinar",
    Delivery.E_LEARNING: "E-learning",
}


class CourseStatus(StrEnum):
    """A draft is the office's alone; a withdrawn course gets no new sessions."""

    DRAFT = "draft"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


class SessionStatus(StrEnum):
    """A draft is the office's alone. A cancelled session stays readable at its address."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class ShareBasis(StrEnum):
    """For whom a share of the places is kept. `rest` is what no other share keeps, for everyone else."""

    SECTOR = "sector"
    AGENCY = "agency"
    REST = "rest"


class InterestStatus(StrEnum):
    """noted → invited (may book) or placed (booked for them); withdrawn by the person."""

    NOTED = "noted"
    INVITED = "invited"
    PLACED = "placed"
    WITHDRAWN = "withdrawn"


def delivery_of(mode: str) -> Delivery:
    """What a file's mode says: 'in person' is in person, anything else was held online."""
    return Delivery.IN_PERSON if mode.strip().lower() == "in person" else Delivery.VIRTUAL
