"""TR-130 to TR-138: what a manifest says, what a playing course may record, and who a row of a list is."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.office.training.rules import scorm
from throughline.office.training.rules.elearning import Known, People, completion_key
from throughline.office.training.rules.scorm import BadPackage, BadRecord, Part, Progress, Version
from throughline.office.training.tests.scorm_packages import MANIFEST_2004, manifest_12

V12, V2004 = Version.SCORM_12, Version.SCORM_2004
FILES = frozenset({"index.html", "course/index.html"})


def refused(manifest: str) -> str:
    with pytest.raises(BadPackage) as caught:
        scorm.read_manifest(manifest.encode(), FILES)
    return str(caught.value)


def test_TR_130_a_manifest_of_either_version_is_read() -> None:
    found = scorm.read_manifest(manifest_12(2, mastery="80").encode(), FILES)
    assert (found.version, found.title) == (V12, "Safer sleep")
    assert found.parts == (
        Part("Part 1", "index.html", "part=0", Decimal(80)),
        Part("Part 2", "index.html", "part=1", Decimal(80)),
    )
    newer = MANIFEST_2004.format(
        items='<item identifierref="r" parameters="?a=1#x"><title>All</title></item><item identifierref="picture"/>',
        resources='<resource identifier="r" adlcp:scormType="sco" href="index.html"/>'
        '<resource identifier="picture" adlcp:scormType="asset" href="index.html"/>',
    )
    found = scorm.read_manifest(newer.encode(), FILES)
    assert (found.version, found.parts) == (V2004, (Part("All", "course/index.html", "a=1"),))
    assert Part.from_dict(found.parts[0].as_dict()) == found.parts[0]


def test_TR_130_what_is_no_package_is_refused_in_words() -> None:
    assert "cannot be read" in refused("<manifest>")
    assert "cannot be read" in refused('<!DOCTYPE m [<!ENTITY a "b">]><manifest>&a;</manifest>')
    assert "is not a manifest" in refused("<html/>")
    assert "neither SCORM 1.2 nor SCORM 2004" in refused("<manifest/>")
    assert "no part that reports" in refused(manifest_12().replace('scormtype="sco"', 'scormtype="asset"'))
    assert "not in it" in refused(manifest_12(href="missing.html"))
    assert "not in it" in refused(manifest_12(href="../../etc/passwd"))
    assert "elsewhere" in refused(manifest_12(href="https://example.org/x"))
    assert "elsewhere" in refused(manifest_12(href="//example.org/x"))
    assert "elsewhere" in refused(manifest_12(href="javascript:alert(1)"))
    assert "more than 60 parts" in refused(manifest_12(61))
    assert "lists no course" in refused(manifest_12().replace("organization", "other"))
    assert "contents of the folder" in scorm.missing_manifest(frozenset({"course/imsmanifest.xml"}))
    assert "xAPI" in scorm.missing_manifest(frozenset({"tincan.xml"}))
    assert "AICC" in scorm.missing_manifest(frozenset({"course.AU"}))
    assert "not a SCORM package" in scorm.missing_manifest(frozenset({"a.txt"}))


def test_TR_131_only_known_elements_of_the_right_form_are_recorded() -> None:
    good = {"cmi.core.lesson_status": "incomplete", "cmi.suspend_data": "x" * 64_000, "cmi.core.score.raw": "7.5"}
    assert scorm.checked(V12, good) == good
    for name, value in (
        ("cmi.interactions.0.student_response", "a"), ("cmi.core.lesson_status", "done"), ("cmi.core.score.raw", "101"),
        ("cmi.core.score.raw", "NaN"), ("cmi.suspend_data", "x" * 64_001), ("cmi.suspend_data", "a\0b"),
        ("cmi.core.session_time", "5 minutes"), ("cmi.core.exit", "now"), ("cmi.suspend_data", 5), ("cmi.location", ""),
    ):  # fmt: skip
        with pytest.raises(BadRecord):
            scorm.checked(V12, {name: value})
    for name, value in (
        ("cmi.score.scaled", "1.1"), ("cmi.completion_status", "passed"), ("cmi.session_time", "P"),
        ("cmi.progress_measure", "-0.1"), ("cmi.core.lesson_status", "passed"),
    ):  # fmt: skip
        with pytest.raises(BadRecord):
            scorm.checked(V2004, {name: value})
    with pytest.raises(BadRecord):
        scorm.checked(V2004, ["cmi.location"])


@given(st.dictionaries(st.sampled_from([*scorm.ELEMENTS[V12], "cmi.other"]), st.text(max_size=40) | st.integers()))
def test_TR_131_whatever_is_sent_is_kept_as_it_is_or_refused(values: dict[str, object]) -> None:
    try:
        kept = scorm.checked(V12, values)
    except BadRecord:
        return
    assert kept == values
    scorm.progress_of(V12, kept, Decimal(80))
    assert scorm.seconds_of(V12, kept) >= 0


def test_TR_132_the_mastery_score_decides_in_scorm_12() -> None:
    done = {"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "79"}
    assert scorm.progress_of(V12, done, None) is Progress.DONE
    assert scorm.progress_of(V12, done, Decimal(80)) is Progress.FAILED
    assert scorm.progress_of(V12, {**done, "cmi.core.score.raw": "80"}, Decimal(80)) is Progress.DONE
    assert scorm.progress_of(V12, {"cmi.core.lesson_status": "incomplete"}, Decimal(80)) is Progress.UNDER_WAY


def test_progress_of_scorm_2004_needs_completion_or_success_and_no_failure() -> None:
    def stands(completion: str, success: str) -> Progress:
        return scorm.progress_of(V2004, {"cmi.completion_status": completion, "cmi.success_status": success}, None)

    assert stands("completed", "unknown") is Progress.DONE
    assert stands("incomplete", "passed") is Progress.DONE
    assert stands("completed", "failed") is Progress.FAILED
    assert stands("incomplete", "unknown") is Progress.UNDER_WAY
    assert scorm.progress_of(V2004, {}, None) is Progress.NOT_STARTED


def test_TR_133_a_course_is_done_when_all_its_parts_are() -> None:
    done, way, failed, new = Progress.DONE, Progress.UNDER_WAY, Progress.FAILED, Progress.NOT_STARTED
    assert scorm.progress_of_all([done, done]) is done
    assert scorm.progress_of_all([done, new]) is way
    assert scorm.progress_of_all([done, failed]) is failed
    assert scorm.progress_of_all([new, new]) is new
    assert scorm.mean_score([None, Decimal(80), Decimal(91)]) == Decimal("85.50")
    assert scorm.mean_score([None]) is None


def test_TR_134_times_and_scores_in_the_standard_s_own_form() -> None:
    assert scorm.seconds_of(V12, {"cmi.core.session_time": "0001:02:03.45"}) == 3723
    assert scorm.seconds_of(V2004, {"cmi.session_time": "P1DT1H2M3.5S"}) == 90_123
    assert scorm.seconds_of(V2004, {}) == scorm.seconds_of(V12, {}) == 0
    assert scorm.score_of(V2004, {"cmi.score.scaled": "0.857"}) == Decimal("85.70")
    assert scorm.score_of(V2004, {"cmi.score.raw": "18", "cmi.score.max": "20"}) == Decimal("90.00")
    assert scorm.score_of(V2004, {"cmi.score.raw": "18"}) is None


def test_a_course_learns_where_one_was_and_never_who_one_is() -> None:
    again = scorm.starting_values(V12, {"cmi.suspend_data": "s", "cmi.core.exit": "suspend"}, 3725)
    assert again["cmi.suspend_data"] == "s"
    assert (again["cmi.core.entry"], again["cmi.core.total_time"]) == ("resume", "0001:02:05.00")
    assert again["cmi.core.student_name"] == "Learner"
    assert scorm.starting_values(V2004, {}, 0)["cmi.entry"] == "ab-initio"


def test_TR_136_and_TR_137_who_a_row_is() -> None:
    people = People(
        [
            Known(1, "ann@example.org", "Ann Lee", "Medway Council"),
            Known(2, "bo@example.org", "Bo Ray", "Kent Police"),
            Known(3, "bo2@example.org", "Bo Ray", "Kent Police"),
            Known(4, "cy@example.org", "Cy Fox", ""),
        ]
    )
    assert people.with_email("ANN@example.org") == 1
    assert people.named("ann lee", "Medway council") == 1
    assert "several people" in str(people.named("Bo Ray", "Kent Police"))
    assert "not known" in str(people.named("Cy Fox", ""))
    assert completion_key(1, 2, date(2024, 2, 5)) == completion_key(1, 2, date(2024, 2, 5))
    assert completion_key(1, 2, date(2024, 2, 5)) != completion_key(12, 2, date(2024, 2, 5))
