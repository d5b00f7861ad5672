"""The kinds of blocks that an issue is made of, and of issues."""

from dataclasses import dataclass
from enum import StrEnum


class IssueKind(StrEnum):
    """`back`: imported, never sent from here. `urgent`: between issues, with a shorter approval."""

    ISSUE = "issue"
    URGENT = "urgent"
    BACK = "back"


ISSUE_KINDS = {IssueKind.ISSUE: "Issue", IssueKind.URGENT: "Urgent notice", IssueKind.BACK: "Back issue"}


@dataclass(frozen=True)
class BlockKind:
    """`heading` stands where the editor wrote none. `live`: it draws its list from records. `says`: for the editor.
    `topic`: what a reader may choose; "" goes to everybody."""

    code: str
    label: str
    heading: str
    says: str
    live: bool = False
    period: bool = False


KINDS = {
    kind.code: kind
    for kind in (
        BlockKind("item", "Item", "", "A heading and a text, with a picture or a link if you like."),
        BlockKind(
            "training", "Training list", "Training coming up",
            "Sessions between two days with what is left of their places, as the calendar says when the issue is "
            "approved.", live=True, period=True,
        ),
        BlockKind(
            "library", "New in the library", "New in the library",
            "Documents published or changed between two days.", live=True, period=True,
        ),
        BlockKind(
            "reviews", "Reviews published", "Reviews published",
            "Reviews that the partnership published between two days.", live=True, period=True,
        ),
        BlockKind(
            "messages", "Key messages of a group", "Key messages",
            "What a group, or every group, said after it met between two days, as its members entered it.", live=True,
            period=True,
        ),
        BlockKind(
            "campaigns", "Campaigns next month", "Campaigns and awareness days",
            "Campaigns and awareness days between two days.", live=True, period=True,
        ),
        BlockKind("partners", "From partner agencies", "From our partners", "News of an agency, in its own words."),
        BlockKind("vacancies", "Vacancies and volunteering", "Vacancies and volunteering", "Posts and places to help."),
        BlockKind("farewell", "Farewell", "Farewell", "Somebody leaves, or starts."),
        BlockKind("feedback", "Feedback", "Tell us what you think", "How to answer and to suggest something."),
        BlockKind(
            "worried", "Worried about a child?", "Worried about a child?",
            "The numbers to call, as the partnership has them on record. Every issue needs this.", live=True,
        ),
    )
}  # fmt: skip

TOPICS = {
    "training": "Training and events",
    "learning": "Learning from reviews",
    "policy": "Policies and guidance",
    "campaigns": "Campaigns and awareness days",
    "partners": "News from partner agencies",
}
SECTORS = {
    "education": "Schools, colleges and early years",
    "health": "Health",
    "council": "Council",
    "police": "Police and justice",
    "voluntary": "Voluntary, community and faith",
    "public": "Parents, carers and the public",
    "other": "Something else",
}
