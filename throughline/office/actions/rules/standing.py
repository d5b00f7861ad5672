"""The two tracks of an action, and what they come to together. Pure."""

from enum import IntEnum, StrEnum


class Delivery(StrEnum):
    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DELIVERED = "delivered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Effect(StrEnum):
    UNPLANNED = "unplanned"
    PLANNED = "planned"
    PROVEN = "proven"
    PARTLY = "partly"
    NOT_SHOWN = "not_shown"


class Verdict(StrEnum):
    """What a check of effect found. The values are those of the effect it leads to."""

    PROVEN = "proven"
    PARTLY = "partly"
    NOT_SHOWN = "not_shown"

    @property
    def label(self) -> str:
        return {
            Verdict.PROVEN: "Proven: what should be different is different",
            Verdict.PARTLY: "Partly: some of it is different",
            Verdict.NOT_SHOWN: "Not shown: no difference can be seen",
        }[self]


class Priority(IntEnum):
    HIGH = 1
    MEDIUM = 2
    LOW = 3

    @property
    def label(self) -> str:
        return self.name.capitalize()


class Standing(StrEnum):
    """In the order of the board."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    TO_CHECK = "to_check"
    UNPROVEN = "unproven"
    PROVEN = "proven"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            Standing.NOT_STARTED: "Not started",
            Standing.UNDER_WAY: "Under way",
            Standing.TO_CHECK: "Delivered, to be checked",
            Standing.UNPROVEN: "Closed but unproven",
            Standing.PROVEN: "Closed and proven",
            Standing.CANCELLED: "Cancelled",
        }[self]

    @property
    def colour(self) -> str:
        return {
            Standing.NOT_STARTED: "grey",
            Standing.UNDER_WAY: "",
            Standing.TO_CHECK: "purple",
            Standing.UNPROVEN: "orange",
            Standing.PROVEN: "green",
            Standing.CANCELLED: "grey",
        }[self]


OPEN_DELIVERY = (Delivery.NOT_STARTED, Delivery.UNDER_WAY)
ENDED = (Delivery.CLOSED, Delivery.CANCELLED)


def standing_of(delivery: Delivery, effect: Effect) -> Standing:
    """What the two tracks come to. Only a proven effect makes a closed action proven; partly is not."""
    if delivery is Delivery.CLOSED:
        return Standing.PROVEN if effect is Effect.PROVEN else Standing.UNPROVEN
    return {
        Delivery.NOT_STARTED: Standing.NOT_STARTED,
        Delivery.UNDER_WAY: Standing.UNDER_WAY,
        Delivery.DELIVERED: Standing.TO_CHECK,
        Delivery.CANCELLED: Standing.CANCELLED,
    }[delivery]


def pairs_of(standing: Standing) -> list[tuple[Delivery, Effect]]:
    """The pairs of states that come to this standing."""
    return [(d, e) for d in Delivery for e in Effect if standing_of(d, e) is standing]
