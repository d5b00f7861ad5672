"""What an indicator's register says of its official series, in one short text. Pure.

`referrals/rereferral_percent` is a column of a data set; `…/children_count/Children looked after on 31 March each year`
chooses among its filters; `… ÷ population` divides the column by the children aged 0 to 17 and gives a rate for every
10,000; `… ÷ population first` does so by the estimate as it was first published; `… ÷ population as used` by the one
that the department itself used, as it follows from its own count and rate of section 47 enquiries.
"""

import re
from dataclasses import dataclass

_WORDS = re.compile(
    r"(?P<data_set>[a-z0-9-]+)/(?P<column>[^/÷]+?)(?:/(?P<choice>[^÷]+?))?"
    r"(?:\s*÷\s*(?P<population>population( first| as used)?))?"
)
LIKE = "must be like referrals/referral_count, or referrals/referral_count ÷ population"


@dataclass(frozen=True)
class OfficialSeries:
    """A column of a data set. `choice`: the text of one filter, '' where the data set has one choice alone.
    `per_child`: divided by children aged 0 to 17. `first`: by the estimate as first published, not as last revised.
    `as_used`: by the department's own, which its published rates imply."""

    data_set: str
    column: str
    choice: str = ""
    per_child: bool = False
    first: bool = False
    as_used: bool = False


def official_series(text: str) -> OfficialSeries | None:
    """None for a text that is no such reference, or empty."""
    found = _WORDS.fullmatch(text.strip())
    if found is None:
        return None
    population = found["population"] or ""
    return OfficialSeries(
        found["data_set"], found["column"], found["choice"] or "", bool(population), population.endswith("first"),
        population.endswith("as used"),
    )  # fmt: skip
