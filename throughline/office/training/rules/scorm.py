"""SCORM packages: what a manifest says, and what a playing course may record. Pure.

SCORM 1.2 and 2004 (ADL). Of the data model only what resuming, completion and score need is kept: TR-131 no other
element is recorded, and each is checked for its form. TR-130 a package that is none is refused in words. TR-132 in
SCORM 1.2 the mastery score decides where the package states one. TR-133 a course is done when all its parts are. TR-134
the time spent is added up over the visits. TR-135 a course that is done stays done.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from posixpath import normpath
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

MANIFEST = "imsmanifest.xml"
MOST_PARTS = 60
LONGEST_STATE = 64_000  # characters; SCORM 1.2 says 4,096, which authoring tools exceed
RECORDS = 60  # a visit and RECORDS_WITHIN seconds
RECORDS_WITHIN = 60


class BadPackage(ValueError):
    """The zip file is no SCORM package that can be played here. The text is fit for the person who sent it."""


class BadRecord(ValueError):
    """What the playing course sent is not what SCORM allows. The text names the element."""


class Version(StrEnum):
    SCORM_12 = "1.2"
    SCORM_2004 = "2004"


class Progress(StrEnum):
    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    FAILED = "failed"


PROGRESS_WORDS = {
    Progress.NOT_STARTED: "Not started",
    Progress.UNDER_WAY: "Under way",
    Progress.DONE: "Done",
    Progress.FAILED: "Not passed yet",
}


@dataclass(frozen=True)
class Part:
    """A part of the course that reports back (a SCO). `start` is a file of the package, `query` what follows it."""

    title: str
    start: str
    query: str = ""
    mastery: Decimal | None = None

    def as_dict(self) -> dict[str, str]:
        """As a package's row keeps it."""
        mastery = "" if self.mastery is None else str(self.mastery)
        return {"title": self.title, "start": self.start, "query": self.query, "mastery": mastery}

    @classmethod
    def from_dict(cls, kept: Mapping[str, str]) -> "Part":
        mastery = Decimal(kept["mastery"]) if kept["mastery"] else None
        return cls(kept["title"], kept["start"], kept["query"], mastery)


@dataclass(frozen=True)
class Manifest:
    version: Version
    title: str
    parts: tuple[Part, ...]


# ---- the manifest


def read_manifest(content: bytes, names: frozenset[str]) -> Manifest:
    """`names` are the files of the package. Raises BadPackage."""
    try:
        root = fromstring(content, forbid_dtd=False)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise BadPackage(f"The package’s {MANIFEST} cannot be read.") from error
    if _local(root.tag) != "manifest":
        raise BadPackage(f"The package’s {MANIFEST} is not a manifest.")
    version = _version(root, content)
    resources = {found.get("identifier", ""): found for found in _all(root, "resource")}
    base = root.get(XML_BASE, "") + "".join(found.get(XML_BASE, "") for found in _children(root, "resources"))
    organisation = _organisation(root)
    parts = []
    for item in _all(organisation, "item"):
        resource = resources.get(item.get("identifierref", ""))
        if resource is None or _scorm_type(resource) != "sco":
            continue
        start, query = _start(base + resource.get(XML_BASE, ""), resource, item, names)
        parts.append(Part(_title(item), start, query, _mastery(item)))
    if not parts:
        raise BadPackage("The package has no part that reports what was learnt.")
    if len(parts) > MOST_PARTS:
        raise BadPackage(f"The package has more than {MOST_PARTS} parts.")
    return Manifest(version, _title(organisation) or parts[0].title, tuple(parts))


XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def missing_manifest(names: frozenset[str]) -> str:
    """Why there is no manifest where it must be, as far as the names tell."""
    if any(name.rpartition("/")[2] == MANIFEST for name in names):
        return f"The file {MANIFEST} lies in a folder. Zip the contents of the folder, not the folder itself."
    if "tincan.xml" in names or "cmi5.xml" in names:
        return "This is an xAPI or cmi5 package. Publish the course as SCORM 1.2 or SCORM 2004."
    if any(name.lower().endswith((".au", ".crs")) for name in names):
        return "This is an AICC package. Publish the course as SCORM 1.2 or SCORM 2004."
    return f"This zip file is not a SCORM package: it has no {MANIFEST}."


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if _local(child.tag) == name]


def _all(element: Element, name: str) -> list[Element]:
    return [found for found in element.iter() if isinstance(found.tag, str) and _local(found.tag) == name]


def _version(root: Element, content: bytes) -> Version:
    stated = next((found.text or "" for found in _all(root, "schemaversion")), "").strip()
    if stated == "1.2" or (not stated and b"adlcp_rootv1p2" in content):
        return Version.SCORM_12
    if stated.startswith(("2004", "CAM 1.3")) or (not stated and b"adlcp_v1p3" in content):
        return Version.SCORM_2004
    raise BadPackage("The package is neither SCORM 1.2 nor SCORM 2004.")


def _organisation(root: Element) -> Element:
    """The default one, or the first."""
    holders = _children(root, "organizations")
    found = _children(holders[0], "organization") if holders else []
    if not found:
        raise BadPackage("The package’s manifest lists no course.")
    default = holders[0].get("default")
    return next((each for each in found if each.get("identifier") == default), found[0])


def _scorm_type(resource: Element) -> str:
    return next((value.lower() for name, value in resource.items() if _local(name).lower() == "scormtype"), "")


def _title(element: Element) -> str:
    text = next((child.text or "" for child in _children(element, "title")), "")
    return " ".join(text.split())[:200]


def _start(base: str, resource: Element, item: Element, names: frozenset[str]) -> tuple[str, str]:
    where = urlsplit(base + resource.get("href", ""))
    if where.scheme or where.netloc:
        raise BadPackage("The package starts at an address elsewhere, so it cannot be played here.")
    start = normpath(unquote(where.path)) if where.path else ""
    if start not in names:
        raise BadPackage("The package’s manifest names a start page that is not in it.")
    more = item.get("parameters", "").lstrip("?&").partition("#")[0]
    return start, "&".join(part for part in (where.query, more) if part)[:500]


def _mastery(item: Element) -> Decimal | None:
    text = next((child.text or "" for child in item if _local(child.tag) == "masteryscore"), "").strip()
    return _number(text, 0, 100) if text else None


def _number(text: str, least: int, most: int) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and least <= found <= most else None


# ---- what a playing course records

_TIME_12 = re.compile(r"(\d{2,4}):(\d{2}):(\d{2})(?:\.\d{1,2})?")
_TIME_2004 = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d{1,2})?S)?)?")
_EXITS_12 = ("time-out", "suspend", "logout", "")
_EXITS_2004 = ("time-out", "suspend", "logout", "normal", "")
_STATUSES_12 = ("passed", "completed", "failed", "incomplete", "browsed", "not attempted")
_COMPLETIONS = ("completed", "incomplete", "not attempted", "unknown")
_SUCCESSES = ("passed", "failed", "unknown")

Values = Mapping[str, str]


Check = Callable[[str], bool]


def _one_of(*allowed: str) -> Check:
    return lambda value: value in allowed


def _up_to(length: int) -> Check:
    return lambda value: len(value) <= length


def _between(least: int, most: int) -> Check:
    return lambda value: value == "" or _number(value, least, most) is not None


ELEMENTS: dict[Version, dict[str, Check]] = {
    Version.SCORM_12: {
        "cmi.core.lesson_location": _up_to(1000),
        "cmi.core.lesson_status": _one_of(*_STATUSES_12),
        "cmi.core.score.raw": _between(0, 100),
        "cmi.core.score.min": _between(0, 100),
        "cmi.core.score.max": _between(0, 100),
        "cmi.core.exit": _one_of(*_EXITS_12),
        "cmi.core.session_time": lambda value: bool(_TIME_12.fullmatch(value)),
        "cmi.suspend_data": _up_to(LONGEST_STATE),
    },
    Version.SCORM_2004: {
        "cmi.location": _up_to(1000),
        "cmi.completion_status": _one_of(*_COMPLETIONS),
        "cmi.success_status": _one_of(*_SUCCESSES),
        "cmi.score.scaled": _between(-1, 1),
        "cmi.score.raw": _between(-1_000_000, 1_000_000),
        "cmi.score.min": _between(-1_000_000, 1_000_000),
        "cmi.score.max": _between(-1_000_000, 1_000_000),
        "cmi.progress_measure": _between(0, 1),
        "cmi.exit": _one_of(*_EXITS_2004),
        "cmi.session_time": lambda value: len(value) > 1 and bool(_TIME_2004.fullmatch(value)),
        "cmi.suspend_data": _up_to(LONGEST_STATE),
    },
}


def checked(version: Version, values: object) -> dict[str, str]:
    """TR-131: the elements as they are kept. Raises BadRecord."""
    if not isinstance(values, dict):
        raise BadRecord("The values must be an object.")
    elements = ELEMENTS[version]
    for name, value in values.items():
        if name not in elements:
            raise BadRecord(f"{str(name)[:60]} is not recorded here.")
        if not isinstance(value, str) or "\0" in value or not elements[name](value):
            raise BadRecord(f"{name} has a value that SCORM does not allow.")
    return dict(values)


def seconds_of(version: Version, values: Values) -> int:
    """TR-134: the time of this visit."""
    if version is Version.SCORM_12:
        found = _TIME_12.fullmatch(values.get("cmi.core.session_time", ""))
        hours, minutes, seconds = (int(part) for part in found.groups()) if found else (0, 0, 0)
        return hours * 3600 + minutes * 60 + seconds
    found = _TIME_2004.fullmatch(values.get("cmi.session_time", "") or "P")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0, 0)
    return days * 86_400 + hours * 3600 + minutes * 60 + seconds


def score_of(version: Version, values: Values) -> Decimal | None:
    """In percent, to two places."""
    if version is Version.SCORM_12:
        return _number(values.get("cmi.core.score.raw", ""), 0, 100)
    scaled = _number(values.get("cmi.score.scaled", ""), -1, 1)
    if scaled is not None:
        return max(Decimal(0), scaled * 100).quantize(Decimal("0.01"))
    raw = _number(values.get("cmi.score.raw", ""), 0, 1_000_000)
    most = _number(values.get("cmi.score.max", ""), 1, 1_000_000)
    return None if raw is None or most is None else min(Decimal(100), raw * 100 / most).quantize(Decimal("0.01"))


def progress_of(version: Version, values: Values, mastery: Decimal | None) -> Progress:
    """Where one part stands."""
    if not values:
        return Progress.NOT_STARTED
    if version is Version.SCORM_12:
        status = values.get("cmi.core.lesson_status", "")
        score = score_of(version, values)
        if mastery is not None and score is not None and status in ("completed", "passed", "failed"):  # TR-132
            status = "passed" if score >= mastery else "failed"
        done, failed = status in ("passed", "completed"), status == "failed"
    else:
        completion, success = values.get("cmi.completion_status", ""), values.get("cmi.success_status", "")
        failed = success == "failed"
        done = not failed and (completion == "completed" or success == "passed")
    return Progress.DONE if done else Progress.FAILED if failed else Progress.UNDER_WAY


def progress_of_all(parts: list[Progress]) -> Progress:
    """TR-133."""
    if all(part is Progress.DONE for part in parts):
        return Progress.DONE
    if any(part is Progress.FAILED for part in parts):
        return Progress.FAILED
    return Progress.NOT_STARTED if all(part is Progress.NOT_STARTED for part in parts) else Progress.UNDER_WAY


def mean_score(scores: list[Decimal | None]) -> Decimal | None:
    """Of the parts that have one."""
    known = [score for score in scores if score is not None]
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.01")) if known else None


_GIVEN_BACK_12 = ("cmi.core.lesson_location", "cmi.core.lesson_status", "cmi.core.score.raw", "cmi.suspend_data")
_GIVEN_BACK_2004 = (
    "cmi.location", "cmi.completion_status", "cmi.success_status", "cmi.score.scaled", "cmi.progress_measure",
    "cmi.suspend_data",
)  # fmt: skip


def starting_values(version: Version, values: Values, seconds: int) -> dict[str, str]:
    """What the course finds when it opens: where one left, and who is never named: a course needs no name."""
    hours, minutes, left = seconds // 3600, seconds // 60 % 60, seconds % 60
    if version is Version.SCORM_12:
        return {
            "cmi.core.student_id": "learner", "cmi.core.student_name": "Learner",
            "cmi.core.entry": "resume" if values else "ab-initio",
            "cmi.core.total_time": f"{hours:04d}:{minutes:02d}:{left:02d}.00",
            **{name: values[name] for name in _GIVEN_BACK_12 if values.get(name)},
        }  # fmt: skip
    return {
        "cmi.learner_id": "learner", "cmi.learner_name": "Learner", "cmi.entry": "resume" if values else "ab-initio",
        "cmi.total_time": f"PT{hours}H{minutes}M{left}S",
        **{name: values[name] for name in _GIVEN_BACK_2004 if values.get(name)},
    }  # fmt: skip
