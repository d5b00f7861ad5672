"""What people on a waiting list are told. A link leads to a page with a button: opening it changes nothing."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.api import Notice, register


@dataclass(frozen=True)
class WaitingNotice(Notice):
    """`url` leads to the person's own entry."""

    partnership: str
    title: str
    when: str
    url: str


@register
@dataclass(frozen=True)
class PlaceOffered(WaitingNotice):
    """TRN-50. `until` is written out, in London."""

    kind: ClassVar[str] = "training.place_offered"
    category: ClassVar[str] = "Training place offered"
    until: str

    def subject(self) -> str:
        return f"A place is held for you: {self.title}"

    def text(self) -> str:
        return (
            f"A place has come free on {self.title}, and you are next on the waiting list.\n\nWhen: {self.when}\n\n"
            f"It is held for you until {self.until}. After that it goes to the next person.\n\n"
            f"To take the place, or to let it go, open this page and press the button:\n{self.url}\n\n"
            f"{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class OfferRanOut(WaitingNotice):
    """TRN-51."""

    kind: ClassVar[str] = "training.offer_ran_out"
    category: ClassVar[str] = "Training place no longer offered"

    def subject(self) -> str:
        return f"The place is no longer held for you: {self.title}"

    def text(self) -> str:
        return (
            f"A place on {self.title} was held for you. You did not answer in time, so it goes to the next person.\n\n"
            f"When: {self.when}\n\nYou can join the waiting list again, at its end:\n{self.url}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class TakenOffTheList(WaitingNotice):
    """TRN-52. `reason` is the office's."""

    kind: ClassVar[str] = "training.taken_off_the_list"
    category: ClassVar[str] = "Training waiting list"
    reason: str

    def subject(self) -> str:
        return f"You are no longer on the waiting list: {self.title}"

    def text(self) -> str:
        return (
            f"{self.partnership} has taken you off the waiting list for {self.title}.\n\nReason: {self.reason}\n\n"
            f"When: {self.when}\n\n{self.url}\n\n{self.partnership}\n"
        )
