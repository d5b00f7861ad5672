"""Two machines: a case, from a referral or an incident to what follows the Panel's answer; and the review after it."""

from throughline.foundation.restricted.api import RestrictedPermission
from throughline.foundation.workflow.api import Guard, Machine, State, Transition, register
from throughline.office.reviews.rules import guards, reviewing

ENTER = RestrictedPermission.ENTER
RV_G1 = Guard("RV-G1", "The incident is recorded: when the authority knew, and the harm.", guards.incident_not_recorded)
RV_G2 = Guard("RV-G2", "Each criterion of a serious incident is judged with reasons.", guards.criteria_without_reasons)
RV_G3 = Guard("RV-G3", "The local authority signed; it can notify alone.", guards.authority_has_not_signed)
RV_G4 = Guard("RV-G4", "The decision has reasons against each criterion.", guards.no_decision)
RV_G5 = Guard("RV-G5", "All three partners signed, each for itself, dissent included.", guards.partners_missing)
RV_G6 = Guard("RV-G6", "Every agency that was asked has answered.", guards.agencies_missing)
RV_G7 = Guard("RV-G7", "The analysis is written.", guards.analysis_missing)
RV_G8 = Guard("RV-G8", "The Panel's answer is recorded.", guards.panel_not_answered)
RV_G21 = Guard("RV-G21", "Somebody of another area or board asked.", guards.nobody_asked)

CASE = register(
    Machine(
        name="reviews.case",
        label="A case for review",
        initial="referred",
        states=(
            State("referred", "To be triaged", "It came in; nobody has decided what becomes of it."),
            State("deciding", "Notification to be decided", "A serious incident: is the Panel notified?",
                  colour="orange"),
            State("rapid_review", "Rapid review", "The Panel was notified; 15 working days run.", colour="purple"),
            State("panel", "With the Panel", "The pack was sent; the Panel's answer is awaited.", colour=""),
            State("review", "A review follows", "A local child safeguarding practice review was decided on.",
                  final=True, colour="green"),
            State("learning", "Learning follows", "A review or learning without the statutory steps.", final=True,
                  colour="green"),
            State("closed", "Closed", "Nothing more follows here, with the reasons.", final=True),
        ),
        transitions=(
            Transition("triage_notify", "Decide on a notification", ("referred",), "deciding", ENTER, asks_reason=True,
                       starts_clock="RV-01"),
            Transition("triage_learning", "Carry out a learning lessons review", ("referred",), "learning", ENTER,
                       asks_reason=True),
            Transition("triage_homicide", "Take part in a domestic homicide review", ("referred",), "learning", ENTER,
                       asks_reason=True),
            Transition("answer", "Send the answer to who asked", ("referred",), "closed", ENTER, guards=(RV_G21,),
                       asks_reason=True),
            Transition("triage_close", "Close it with a reply", ("referred",), "closed", ENTER, asks_reason=True),
            Transition("notify", "Record that the Panel was notified", ("deciding",), "rapid_review", ENTER,
                       guards=(RV_G1, RV_G2, RV_G3), starts_clock="RV-02"),
            Transition("do_not_notify", "Decide not to notify", ("deciding",), "closed", ENTER, guards=(RV_G2, RV_G3),
                       asks_reason=True),
            Transition("send_pack", "Record that the pack was sent", ("rapid_review",), "panel", ENTER,
                       guards=(RV_G4, RV_G5, RV_G6, RV_G7)),
            Transition("begin_review", "Begin the review", ("panel",), "review", ENTER, guards=(RV_G8,),
                       starts_clock="RV-03"),
            Transition("begin_learning", "Take up the learning", ("panel",), "learning", ENTER, guards=(RV_G8,)),
            Transition("close", "Close the case", ("panel",), "closed", ENTER, guards=(RV_G8,), asks_reason=True),
        ),
    )
)  # fmt: skip

RV_G9 = Guard("RV-G9", "Somebody carries it out, and is independent.", reviewing.nobody_reviews)
RV_G10 = Guard("RV-G10", "The terms of reference are written.", reviewing.no_terms)
RV_G11 = Guard("RV-G11", "The draft has sections, and somebody is asked for comments.", reviewing.no_draft)
RV_G12 = Guard("RV-G12", "Each comment has its answer.", reviewing.comments_unanswered)
RV_G13 = Guard("RV-G13", "The three partners signed a statutory review.", reviewing.report_unsigned)
RV_G14 = Guard("RV-G14", "There are findings, each with a recommendation.", reviewing.nothing_found)
RV_G15 = Guard("RV-G15", "It is a statutory review whose day of publication is planned.", reviewing.needs_no_copy)
RV_G16 = Guard("RV-G16", "No name, day of birth or place of the record stands in the text.", reviewing.record_shows)
RV_G17 = Guard("RV-G17", "Nothing that runs beside it pauses publication.", reviewing.paused_by_another)
RV_G18 = Guard("RV-G18", "The copy went long enough before, where one must.", reviewing.copy_missing)
RV_G19 = Guard("RV-G19", "Name, briefing on one side and summary are whole.", reviewing.not_presentable)
RV_G20 = Guard("RV-G20", "What should improve is summed up.", reviewing.improvements_missing)
RV_G22 = Guard("RV-G22", "Nothing of the record stands in what is public in any case.", reviewing.summary_shows)

REVIEW = register(
    Machine(
        name="reviews.review",
        label="A review that follows a case",
        initial="setting_up",
        states=(
            State("setting_up", "Being set up", "Reviewer, panel and terms of reference are agreed.", colour="orange"),
            State("under_way", "Under way", "Family and practitioners take part; the draft is written.", colour=""),
            State("commenting", "Draft out for comments", "Agencies comment on it section by section.",
                  colour="purple"),
            State("agreeing", "To be agreed", "Each comment has its answer; the partners agree the report.",
                  colour="yellow"),
            State("agreed", "Agreed", "The text stands; it is made ready to be published.", colour="blue"),
            State("copied", "Copy with the Panel", "The Panel and the Secretary of State have the copy.",
                  colour="blue"),
            State("published", "Published", "Its recommendations are in the tracker.", final=True, colour="green"),
            State("withheld", "Not published", "With the reasons; what should improve is public all the same.",
                  final=True),
        ),
        transitions=(
            Transition("start", "Start the review", ("setting_up",), "under_way", ENTER, guards=(RV_G9, RV_G10)),
            Transition("send_out", "Send the draft out for comments", ("under_way",), "commenting", ENTER,
                       guards=(RV_G11,), notice="reviews.asked_to_comment"),
            Transition("take_back", "Take the draft back", ("commenting",), "under_way", ENTER, asks_reason=True),
            Transition("close_comments", "End the time for comments", ("commenting",), "agreeing", ENTER,
                       guards=(RV_G12,)),
            Transition("redraft", "Write it anew", ("agreeing", "agreed", "copied"), "under_way", ENTER,
                       asks_reason=True),
            Transition("agree", "Record that the report is agreed", ("agreeing",), "agreed", ENTER,
                       guards=(RV_G13, RV_G14)),
            Transition("send_copy", "Record that the copy was sent", ("agreed",), "copied", ENTER,
                       guards=(RV_G15, RV_G16), starts_clock="RV-04"),
            Transition("publish", "Publish it", ("agreed", "copied"), "published", ENTER,
                       guards=(RV_G16, RV_G17, RV_G18, RV_G19)),
            Transition("withhold", "Decide not to publish it", ("agreed", "copied"), "withheld", ENTER,
                       guards=(RV_G22, RV_G20), asks_reason=True),
        ),
    )
)  # fmt: skip
