"""Fair shares: places kept for a sector or an agency, and the most that one agency has, until all falls open. Pure.

TR-26: while shares are kept, a person takes a place of their agency's share, else of their sector's, else of the rest;
TR-27: and is told when the others' places fall open. TR-28: shares need limited places, and fit within them. TR-29:
until that day no agency holds more places than the most that one can have; whoever names no agency is of none.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from throughline.foundation.names import key_of
from throughline.foundation.ui import formats
from throughline.office.training.rules.programme import ShareBasis

ShareKey = tuple[str, str]


@dataclass(frozen=True)
class Share:
    """`places` kept for the sector or agency of that `name`, of which `taken` are booked."""

    basis: ShareBasis
    name: str
    places: int
    taken: int


def order_of_shares(keys: Collection[ShareKey], sector: str, agency: str) -> list[ShareKey]:
    """TR-26: the shares, as (basis, name), that somebody from there may take a place of, in the order of asking."""

    def named(basis: ShareBasis, name: str) -> list[ShareKey]:
        wanted = key_of(name)
        return [key for key in keys if key[0] == basis and wanted and key_of(key[1]) == wanted]

    return [
        *named(ShareBasis.AGENCY, agency),
        *named(ShareBasis.SECTOR, sector),
        *(key for key in keys if key[0] == ShareBasis.REST),
    ]


def share_refusals(
    shares: Iterable[Share], *, sector: str, agency: str, opens: datetime | None, at: datetime
) -> list[str]:
    """TR-27: why somebody from there finds no place while others' are kept; [] when there is one.

    `opens`: when the shares fall open; None: they are kept until the start.
    """
    by_key = {(share.basis.value, share.name): share for share in shares}
    if not by_key or (opens is not None and at >= opens):
        return []
    mine = [by_key[key] for key in order_of_shares(by_key, sector, agency)]
    if any(share.taken < share.places for share in mine):
        return []
    said = "The places that are not kept for other agencies are taken."
    if opens is not None:
        said += f" Places that are still free on {formats.moment(opens)} are then open to everyone."
    return [said]


def most_refusals(most: int | None, held: int, *, opens: datetime | None, at: datetime) -> list[str]:
    """TR-29: why an agency that holds so many places gets no other; [] when it may. `opens` as for shares."""
    if most is None or held < most or (opens is not None and at >= opens):
        return []
    places = "place" if most == 1 else "places"
    said = f"This agency has the {most} {places} that one agency can have on this session."
    if opens is not None:
        said += f" From {formats.moment(opens)} on it can have more."
    return [said]


def wrong_shares(shares: Sequence[Share], places: int | None) -> list[str]:
    """TR-28: what is wrong with the shares an officer wrote, without the rest; [] when nothing is."""
    if not shares:
        return []
    if places is None:
        return ["Shares need a number of places. Say how many places there are, or leave the shares out."]
    found = []
    names = [(share.basis, key_of(share.name)) for share in shares]
    if len(set(names)) != len(names):
        found.append("Each sector and each agency can have one share only.")
    kept = sum(share.places for share in shares)
    if kept > places:
        found.append(f"The shares add up to {kept} places, and there are {places}.")
    return found


def settled_shares(shares: Sequence[Share], people: Iterable[tuple[str, str]]) -> tuple[list[Share], list[int]] | None:
    """Those booked already, as (sector, agency), counted into new shares (the rest among them) in their order.

    The shares with what is taken of each, and for each person the share's place in the list. None where somebody finds
    no share with a place: then the shares cannot stand.
    """
    keys = {(share.basis.value, share.name): place for place, share in enumerate(shares)}
    counts = [0] * len(shares)
    of_each = []
    for sector, agency in people:
        mine = [keys[key] for key in order_of_shares(keys, sector, agency)]
        place = next((place for place in mine if counts[place] < shares[place].places), None)
        if place is None:
            return None
        counts[place] += 1
        of_each.append(place)
    return [replace(share, taken=count) for share, count in zip(shares, counts, strict=True)], of_each
