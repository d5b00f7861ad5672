"""What every page says about the partnership whose site it is.

The layouts read one template variable, `site`. The website fills it in its context processor; nothing here asks a
database. Every value is finished: a label as shown, an address that can be followed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class NavigationItem:
    """One link. `current` marks the page that is open, or the section that it is in."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Site:
    """The frame of a page.

    `worried_phone` is the number of children's services as people read it ("01634 334466"); empty while the
    partnership has none on record: the page then names the police alone. `out_of_hours_phone` likewise.
    `as_at_note` is a whole sentence on which day the site stands at, or empty.
    `picture` is the path of the one that stands for the site where a link to it is shared, or empty.
    `partnerships` is the switcher of the demonstration: one item a partnership, empty elsewhere.
    """

    name: str
    short_name: str
    demonstration: bool = False
    worried_phone: str = ""
    out_of_hours_phone: str = ""
    police_phone: str = "101"
    emergency_phone: str = "999"
    navigation: tuple[NavigationItem, ...] = ()
    account_links: tuple[NavigationItem, ...] = ()
    footer_links: tuple[NavigationItem, ...] = ()
    partnerships: tuple[NavigationItem, ...] = ()
    as_at_note: str = ""
    picture: str = ""
