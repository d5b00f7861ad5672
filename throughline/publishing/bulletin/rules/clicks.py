"""Which of the visits to a mail's links were people's, as far as can be told without telling people apart. Pure.

Scanners open every link of a mail within seconds, ask for heads alone, or call themselves by their trade. Where a visit
came from is known for some minutes only, as a keyed hash, to see such bursts; then it is forgotten.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

BURST = 10  # seconds
LINKS_IN_A_BURST = 3  # different ones; nobody reads so fast
AGENTS = re.compile(
    r"bot|crawl|spider|scan|slurp|preview|fetch|check|monitor|curl|wget|python|java/|go-http|okhttp|headless|"
    r"mimecast|proofpoint|barracuda|safelinks|msoffice|ms-office|skypeuripreview|trendmicro|symantec|messagelabs|"
    r"forcepoint|fireeye|cisco|sophos|mailscanner|urldefense|virustotal|zscaler|bitdefender|googleimageproxy",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Visit:
    """`second` since the epoch; `who` a hash that means nothing after its file is gone; `language`: Accept-Language."""

    second: float
    who: str
    code: str
    method: str
    agent: str
    language: str


def is_scanner(visit: Visit) -> bool:
    """By the visit alone."""
    return visit.method != "GET" or not visit.agent or not visit.language or AGENTS.search(visit.agent) is not None


def count(visits: Iterable[Visit]) -> dict[str, tuple[int, int]]:
    """Link's code → (people's visits, scanners'). The same link twice from one place within a burst counts once."""
    by_who: dict[str, list[Visit]] = defaultdict(list)
    for visit in sorted(visits, key=lambda each: each.second):
        by_who[visit.who].append(visit)
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for of_one in by_who.values():
        last: dict[str, float] = {}
        for visit in of_one:
            near = {other.code for other in of_one if abs(other.second - visit.second) <= BURST}
            scanner = is_scanner(visit) or len(near) >= LINKS_IN_A_BURST
            if not scanner and visit.second - last.get(visit.code, -BURST - 1) <= BURST:
                continue
            last[visit.code] = visit.second
            found[visit.code][int(scanner)] += 1
    return {code: (people, scanners) for code, (people, scanners) in found.items()}
