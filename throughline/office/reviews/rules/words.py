"""The words of the law and the guidance as values. Pure."""

from enum import StrEnum


class Labelled(StrEnum):
    """A value with the words in which people see it."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Labelled":
        made = str.__new__(cls, value)
        made._value_ = value
        made.label = label
        return made

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(each.value, each.label) for each in cls]


class Origin(Labelled):
    REFERRAL = "referral", "Referral by an agency"
    INCIDENT = "incident", "Serious incident"
    REQUEST = "request", "Request of another area’s or board’s review"
    NATIONAL = "national", "National review"


class Triage(Labelled):
    """What becomes of a referral."""

    NOTIFY = "notify", "Serious incident: decide on a notification"
    LEARNING = "learning", "Learning lessons review"
    HOMICIDE = "homicide", "Domestic homicide review of a community safety partnership, in which we take part"
    SINGLE_AGENCY = "single_agency", "Learning by a single agency"
    OTHER_AREA = "other_area", "Another area’s or another board’s"
    NONE = "none", "No review"


class Partner(Labelled):
    """The lead safeguarding partners of the Children Act 2004, section 16E."""

    LOCAL_AUTHORITY = "local_authority", "Local authority"
    ICB = "icb", "Integrated care board"
    POLICE = "police", "Police"


class Stage(Labelled):
    """What a partner gives a view on and signs."""

    NOTIFICATION = "notification", "Whether to notify the Panel"
    DECISION = "decision", "The decision after the rapid review"
    REPORT = "report", "The report of the review"


class Harm(Labelled):
    DIED = "died", "The child died"
    SERIOUS = "serious", "The child was seriously harmed"


class Standing(Labelled):
    """What the child was to the council. Decides whom else to tell."""

    NEITHER = "", "Neither looked after nor a care leaver"
    LOOKED_AFTER = "looked_after", "Looked after"
    CARE_LEAVER = "care_leaver", "A care leaver"


class Outcome(Labelled):
    """The decision after the rapid review."""

    LCSPR = "lcspr", "A local child safeguarding practice review"
    LOCAL_LEARNING = "local_learning", "No such review: the learning is taken up locally"
    OTHER_REVIEW = "other_review", "Another review, such as a learning lessons or an adult review"
    WITHDRAWN = "withdrawn", "The criteria turned out not to be met"


class PanelAnswer(Labelled):
    AGREES = "agrees", "The Panel agrees"
    DISAGREES = "disagrees", "The Panel disagrees"
    QUERY = "query", "The Panel asks a question"
    NATIONAL = "national", "The Panel carries out a national review"


class Part(Labelled):
    """What a rapid review says: the Panel's guidance asks for each."""

    FACTS = "facts", "What happened, and which agencies were involved"
    EPISODES = "episodes", "Key practice episodes"
    SAFETY = "safety", "What was done at once to keep children safe"
    LEARNING = "learning", "Immediate learning"
    IMPROVEMENT = "improvement", "What could be improved"
    CONTEXT = "context", "How racism and other inequalities shaped the family’s experience"
    MEETING = "meeting", "The rapid review meeting: who came, what was agreed"
    NEXT_STEPS = "next_steps", "Next steps"
    DECISION = "decision", "Reasons for the decision"
    PANEL = "panel", "What the Panel wrote, and what follows"
    TRIAGE = "triage", "Reasons of the triage, and the reply to the referrer"
    ANSWER = "answer", "The answer to who asked"


ANALYSIS = (Part.FACTS, Part.EPISODES, Part.SAFETY, Part.LEARNING, Part.IMPROVEMENT, Part.CONTEXT, Part.MEETING,
            Part.NEXT_STEPS)  # fmt: skip

INCIDENT_CRITERIA = {
    "abuse": "Abuse or neglect of the child is known or suspected",
    "harm": "The child died or was seriously harmed",
}
REVIEW_CRITERIA = {
    "improvements": "The case highlights or may highlight improvements to be made, even if identified before",
    "themes": "It highlights or may highlight recurrent themes in safeguarding children",
    "together": "It highlights or may highlight how well agencies worked together",
    "panel": "The Panel has said that a local review may be more appropriate",
}
"""Regulation 5 of SI 2018/789, in plain words."""

PLAN = ((1, "Letters to agencies and to the family; records are secured"), (2, "Requests for summaries go out"),
        (10, "Summaries and chronologies are in"), (12, "Rapid review meeting"),
        (14, "Executive meets: the three partners decide and sign"))  # fmt: skip
"""(working day after the notification, what). A beginning that the lead edits."""
