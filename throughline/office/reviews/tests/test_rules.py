"""Timeline, lights, redaction, guards and the machine. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.office.reviews.rules import guards, reviewing, timeline
from throughline.office.reviews.rules.corrections import Correction, Kept, corrections
from throughline.office.reviews.rules.guards import Facts
from throughline.office.reviews.rules.lights import Light, light_of
from throughline.office.reviews.rules.redaction import Redactor, found_in, redactor
from throughline.office.reviews.rules.reviewing import BRIEFING, WorkFacts, WorkKind
from throughline.office.reviews.rules.timeline import Entry, Wanted, merged, said
from throughline.office.reviews.rules.words import INCIDENT_CRITERIA, REVIEW_CRITERIA, Partner
from throughline.office.reviews.workflow import CASE, REVIEW

DAY = date(2024, 1, 1)
FULL = Facts(
    criteria=dict.fromkeys({**INCIDENT_CRITERIA, **REVIEW_CRITERIA}, "Because"),
    signed=frozenset(partner.value for partner in Partner), harm=True, aware=True, outcome="lcspr",
    texts=frozenset({"facts", "safety", "context", "panel"}), asked_by_others=True,
)  # fmt: skip


def entry(number: int, days: int, agency: str, event: str = "", child: str = "", **more: object) -> Entry:
    return Entry(number, DAY + timedelta(days=days), "", agency, child, event, "", f"What {number}", **more)  # type: ignore[arg-type]


def test_the_timeline_is_in_order_and_says_what_several_tell() -> None:
    lines = merged([
        entry(3, 2, "Police", "Hospital visit", "Robin"),
        entry(1, 0, "School"),
        entry(2, 2, "Hospital", "hospital visit ", "robin"),
    ])  # fmt: skip
    assert [line.entry.id for line in lines] == [1, 2, 3]
    assert [said(line) for line in lines] == [[], ["Also told by Police"], ["Also told by Hospital"]]


def test_the_same_event_on_different_days_contradicts() -> None:
    lines = merged([entry(1, 0, "Police", "Visit"), entry(2, 1, "Hospital", "Visit"), entry(3, 1, "Police", "Other")])
    assert [said(line) for line in lines] == [
        ["Contradicts Hospital: 2024-01-02"], ["Contradicts Police: 2024-01-01"], [],
    ]  # fmt: skip


def test_events_of_different_children_are_different() -> None:
    lines = merged([entry(1, 0, "Police", "Visit", "Robin"), entry(2, 1, "Hospital", "Visit", "Wren")])
    assert [said(line) for line in lines] == [[], []]


def test_gaps_and_what_was_known_late() -> None:
    lines = merged([
        entry(1, 0, "Police"), entry(2, timeline.GAP, "Police"),
        entry(3, 2 * timeline.GAP + 1, "Police", known_on=DAY + timedelta(days=2 * timeline.GAP + 2)),
    ])  # fmt: skip
    assert [said(line) for line in lines] == [
        [], [], ["Nothing is on record for 29 days before", "Known 1 day later"],
    ]  # fmt: skip


def test_a_filter_hides_no_mark() -> None:
    entries = [entry(1, 0, "Police", "Visit"), entry(2, 1, "Hospital", "Visit"), entry(3, 1, "School")]
    assert [said(line) for line in merged(entries, Wanted(agency="Police"))] == [["Contradicts Hospital: 2024-01-02"]]
    assert [line.entry.id for line in merged(entries, Wanted(marked=True))] == [1, 2]


def test_narrowed_by_child_and_theme() -> None:
    entries = [
        entry(1, 0, "Police", child="Robin"), replace(entry(2, 1, "Police", child="Wren"), theme="neglect"),
        replace(entry(3, 2, "School", child="Robin"), theme="neglect"),
    ]  # fmt: skip
    for wanted, ids in (
        (Wanted(child="Robin"), [1, 3]), (Wanted(theme="neglect"), [2, 3]),
        (Wanted(child="Robin", theme="neglect", agency="School"), [3]), (Wanted(theme="x"), []),
    ):  # fmt: skip
        assert [line.entry.id for line in merged(entries, wanted)] == ids


@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from("ABC"), st.sampled_from(["", "x", "y"])), max_size=30))
def test_every_entry_stands_once_and_in_order(rows: list[tuple[int, str, str]]) -> None:
    entries = [entry(number, days, agency, event) for number, (days, agency, event) in enumerate(rows)]
    lines = merged(entries)
    assert sorted(line.entry.id for line in lines) == list(range(len(rows)))
    assert [line.entry.on for line in lines] == sorted(each.on for each in entries)
    for line in lines:  # told by both, or by neither
        for agency in line.also:
            assert any(
                other.entry.agency == agency and line.entry.agency in other.also and other.entry.on == line.entry.on
                for other in lines
            )


@pytest.mark.parametrize(
    ("days_left", "met", "paused", "light"),
    [
        (10, None, False, Light.RUNNING), (4, None, False, Light.RUNNING), (3, None, False, Light.AMBER),
        (0, None, False, Light.AMBER), (-1, None, False, Light.RED), (-1, None, True, Light.PAUSED),
        (-1, 0, False, Light.MET), (-1, -2, True, Light.MET), (-5, 1, False, Light.MET_LATE),
    ],
)  # fmt: skip
def test_RV_L1_the_light_of_a_clock(days_left: int, met: int | None, paused: bool, light: Light) -> None:
    due = DAY + timedelta(days=days_left)
    met_on = None if met is None else due + timedelta(days=met)
    assert light_of(due=due, today=DAY, met_on=met_on, paused=paused) is light


def test_redaction_takes_names_births_and_places_out() -> None:
    out = redactor(
        people=[("Robin Ashfield-Lowe", "the child"), ("Jo", "Robin’s mother")], born=[date(2023, 9, 4)],
        others=["Elm House"],
    )  # fmt: skip
    text = "ROBIN and Mrs Ashfield (born 4 September 2023, 04/09/2023) left Elm House. Robinson and Jo stayed, jo!"
    assert out(text) == (
        "[the child] and Mrs [the child] (born [taken out], [taken out]) left [taken out]. Robinson and […’s mother]"
        " stayed, jo!"
    )
    for written in ("4th September 2023", "4th of Sep 2023", "Sep 4, 2023", "4.9.23", "04-09-23"):
        assert out(f"born {written}.") == "born [taken out]."
    assert found_in("At elm house, robin.", out) == ["Elm House", "Robin"]
    assert Redactor({})(text) == text


@given(st.text(max_size=40), st.text(alphabet="abcdefgh", min_size=3, max_size=8))
def test_a_name_taken_out_is_not_found_again(around: str, name: str) -> None:
    out = redactor(people=[(name, "X")])
    assert found_in(out(f"{around} {name} {around}"), redactor(others=[name])) in ([], [name] if name in "X" else [])


GUARDS = [
    (guards.incident_not_recorded, {"harm": False}, "Record the incident"),
    (guards.incident_not_recorded, {"aware": False}, "Record the incident"),
    (guards.criteria_without_reasons, {"criteria": {"abuse": "x", "harm": " "}}, "The child died or was"),
    (guards.authority_has_not_signed, {"signed": frozenset({"police"})}, "has not signed"),
    (guards.no_decision, {"outcome": ""}, "Record the decision"),
    (guards.no_decision, {"criteria": {}}, "recurrent themes"),
    (guards.partners_missing, {"signed": frozenset({"police"})}, "Local authority, Integrated care board"),
    (guards.agencies_missing, {"open_requests": 1}, "1 agency has"),
    (guards.agencies_missing, {"open_requests": 2}, "2 agencies have"),
    (guards.analysis_missing, {"texts": frozenset({"facts", "safety"})}, "inequalities"),
    (guards.panel_not_answered, {"texts": frozenset()}, "Panel"),
    (guards.nobody_asked, {"asked_by_others": False}, "triage it instead"),
]


@pytest.mark.parametrize(("guard", "change", "says"), GUARDS)
def test_RV_G1_to_G8(guard: object, change: dict[str, object], says: str) -> None:
    assert guard(FULL) == ""  # type: ignore[operator]
    assert says in guard(replace(FULL, **change))  # type: ignore[operator, arg-type]


ALLOWED = {
    "referred": {"triage_notify", "triage_learning", "triage_homicide", "triage_close", "answer"},
    "deciding": {"notify", "do_not_notify"},
    "rapid_review": {"send_pack"},
    "panel": {"begin_review", "begin_learning", "close"},
}


def test_every_state_and_transition_of_the_case() -> None:
    for state, transition, allowed in CASE.pairs():
        assert allowed == (transition in ALLOWED.get(state, ())), (state, transition)
        refusals = CASE.refusals(state, transition, FULL, reason="Because")
        assert bool(refusals) is not allowed, (state, transition)


def test_every_guarded_step_is_refused_without_its_facts() -> None:
    for way in CASE.transitions:
        for guard in way.guards:
            assert guard.refuses(Facts()) or guard.code == "RV-G6"


READY = WorkFacts(
    reviewer=True, terms=True, sections=2, asked=1, findings=1, signed=frozenset(each.value for each in Partner),
    named=True, planned_on=DAY, copy_sent_on=DAY, copy_latest=DAY, briefing=dict.fromkeys(BRIEFING, "Say it."),
    improvements=True,
)  # fmt: skip
OF_THE_REVIEW = [
    ("nobody_reviews", {"reviewer": False}, "independent"),
    ("no_terms", {"terms": False}, "terms of reference"),
    ("no_draft", {"sections": 0}, "no section"),
    ("no_draft", {"asked": 0}, "at least one agency"),
    ("comments_unanswered", {"unanswered": 2}, "2 comments"),
    ("report_unsigned", {"signed": frozenset({"police"})}, "Local authority, Integrated care board"),
    ("nothing_found", {"findings": 0}, "findings first"),
    ("nothing_found", {"without_recommendation": 1}, "no recommendation"),
    ("needs_no_copy", {"planned_on": None}, "which day"),
    ("needs_no_copy", {"kind": WorkKind.LLR}, "statutory reviews alone"),
    ("record_shows", {"found": ("Robin",)}, "Robin"),
    ("summary_shows", {"found_in_summary": ("Robin",)}, "Robin"),
    ("paused_by_another", {"pausing": ("A trial",)}, "A trial"),
    ("copy_missing", {"copy_sent_on": None}, "Send the copy"),
    ("copy_missing", {"copy_latest": DAY - timedelta(days=1)}, "too early"),
    ("not_presentable", {"named": False}, "which name"),
    ("not_presentable", {"briefing": {}}, "What happened; Why it was reviewed"),
    ("not_presentable", {"briefing": dict.fromkeys(BRIEFING, "word " * 65)}, "one side"),
    ("improvements_missing", {"improvements": False}, "what should improve"),
]


@pytest.mark.parametrize(("guard", "change", "says"), OF_THE_REVIEW)
def test_RV_G9_to_G20(guard: str, change: dict[str, object], says: str) -> None:
    refuses = getattr(reviewing, guard)
    assert refuses(READY) == ""
    assert says in refuses(replace(READY, **change))  # type: ignore[arg-type]


def test_RV_K1_K2_what_a_review_without_the_statute_is_spared() -> None:
    free = replace(READY, kind=WorkKind.LOCAL, reviewer=False, signed=frozenset(), copy_sent_on=None)
    for guard in (reviewing.nobody_reviews, reviewing.report_unsigned, reviewing.copy_missing):
        assert guard(free) == ""
    assert [kind for kind in WorkKind if kind.statutory] == [WorkKind.LCSPR]


ALLOWED_IN_REVIEW = {
    "setting_up": {"start"}, "under_way": {"send_out"}, "commenting": {"take_back", "close_comments"},
    "agreeing": {"redraft", "agree"}, "agreed": {"redraft", "send_copy", "publish", "withhold"},
    "copied": {"redraft", "publish", "withhold"},
}  # fmt: skip


def test_every_state_and_transition_of_the_review() -> None:
    for state, transition, allowed in REVIEW.pairs():
        assert allowed == (transition in ALLOWED_IN_REVIEW.get(state, ())), (state, transition)
        assert bool(REVIEW.refusals(state, transition, READY, reason="Because")) is not allowed, (state, transition)


@given(st.integers(0, 40), st.lists(st.integers(0, 60), min_size=1, max_size=30))
def test_RV_C1_never_twice_a_day_and_never_before_the_day_before(ahead: int, gaps: list[int]) -> None:
    due, last, today = DAY + timedelta(days=ahead), None, DAY
    for gap in gaps:
        today += timedelta(days=gap)
        if reviewing.reminder_due(due=due, today=today, last=last):
            assert today >= due - timedelta(days=1)
            assert last is None or today > last
            last = today
            assert not reviewing.reminder_due(due=due, today=today, last=last)


def test_RV_G23_each_signs_for_the_partner_on_record_and_a_deputy_for_the_same() -> None:
    for partner in Partner:
        assert guards.signs_for_another(partner, partner.value) == ""
        assert guards.signs_for_another(partner, partner.value, "Ann") == ""
        assert "not on record for which partner you sign" in guards.signs_for_another(partner, "")
    assert "for which partner Ann signs" in guards.signs_for_another(Partner.ICB, "", "Ann")
    assert guards.signs_for_another(Partner.ICB, "police") == (
        "You sign for the police here, not for the integrated care board."
    )
    assert guards.signs_for_another(Partner.ICB, "police", "Ann") == (
        "Ann signs for the police, and so do you in their place: not for the integrated care board."
    )


def test_what_was_corrected_and_taken_out_the_latest_first() -> None:
    at = [datetime(2024, 1, 1, hour, tzinfo=UTC) for hour in range(6)]
    one, two, other = entry(1, 0, "Police"), entry(1, 0, "School"), entry(2, 0, "GP")
    kept = [Kept(one, at[0], "Ann"), Kept(other, at[1], "Ann"), Kept(two, at[2], "Ben"), Kept(two, at[3], "Ben"),
            Kept(other, at[4], "Cat", gone=True)]  # fmt: skip
    assert corrections(kept) == [Correction(at[4], "Cat", other, None), Correction(at[2], "Ben", one, two)]
    assert corrections(kept[:2]) == []
