"""The demonstration's documents, in own words, written as pages and published on days past.

What is said of Medway's reviews and procedures is in its published yearly report and bulletin. Owners are groups and
posts; every procedure says that it is of a demonstration.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from throughline.foundation.access.actors import Actor
from throughline.foundation.documents import word
from throughline.foundation.documents.blocks import Document, Item, NumberedList, text
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership, Space
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.library import api as library
from throughline.publishing.website.models import DocumentPage, LibraryPage, PartnershipSite
from throughline.publishing.website.operations import keep_file, publish_document, write_document

MARK = "<p><i>Written for a demonstration. Do not work by it.</i></p>"


@dataclass(frozen=True)
class Told:
    """A document in one version. `joint`: shared with the other partnership where there is one."""

    slug: str
    kind: str
    title: str
    version: str
    summary: str
    sections: tuple[tuple[str, str], ...]
    owner: str
    audience: str
    published: date
    review_on: date | None = None
    approved_by: str = ""
    joint: bool = False
    theme: str = ""
    what_changed: str = ""
    video_url: str = ""
    transcript: str = ""
    on_one_page: tuple[str, ...] = ()


ISABEL = (
    (
        "What the review looked at",
        "<p>The review of Isabel was published in September 2023. It is about a baby, and about safe sleeping, domestic"
        " abuse, and how fathers and other men in a family were seen, or not seen.</p>" + MARK,
    ),
    (
        "What changed in practice",
        "<ul><li>The community midwife sees where the baby sleeps and writes it down, as a minimum.</li>"
        "<li>A leaflet on safer sleep is given at the first visit, with a talk on alcohol, drugs and bed-sharing.</li>"
        "<li>The policy on appointments that were not kept was revised; senior managers look at every checklist.</li>"
        "<li>Referrals to the maternity safeguarding hub ask for more detail.</li></ul>",
    ),
    (
        "Ask yourself",
        "<p>Have I seen where the baby sleeps, by day and by night? Do I know who lives in this home, and have I talked"
        " to each of them?</p>",
    ),
)

DOCUMENTS = (
    Told(
        "escalation-policy", "policy", "Challenge and escalation policy", "1.0",
        "What to do when you disagree with another agency’s decision about a child.",
        (("Why challenge", "<p>Disagreeing well keeps children safe. Nobody should be left with a worry because another"
          " agency sees it differently.</p>" + MARK),
         ("Steps", "<p>Talk to the person who decided. Then to their manager, with yours.</p>")),
        "Policy and procedures group", "Everybody who works with children", date(2021, 2, 1), date(2023, 1, 31),
        approved_by="Executive", joint=True,
    ),
    Told(
        "escalation-policy", "policy", "Challenge and escalation policy", "2.0",
        "What to do when you disagree with another agency’s decision about a child.",
        (("Why challenge", "<p>Disagreeing well keeps children safe. Use this policy when you think that a decision of"
          " another professional or agency gets in the way of keeping a child safe.</p>" + MARK),
         ("Who it is for", "<p>Everybody in any agency, paid or not, whatever their grade.</p>"),
         ("Steps", "<ol><li>Talk to the person who decided, and say what you are worried about.</li><li>Ask your"
          " manager to talk to theirs.</li><li>Ask your agency’s safeguarding lead.</li><li>Take it to the"
          " partnership, which"
          " brings the agencies together.</li></ol><p>Write down each step and its outcome. The child’s safety does not"
          " wait for the end of the steps: if a child is in danger, call 999.</p>"),
         ("What we learn from it", "<p>The business unit keeps a record of escalations without names, and reports the"
          " themes each year.</p>")),
        "Policy and procedures group", "Everybody who works with children", date(2023, 11, 6), date(2025, 11, 30),
        approved_by="Executive", joint=True, what_changed="Who it is for, and what the partnership learns from it.",
        on_one_page=("Talk to the person who decided.", "Ask your manager to talk to theirs.",
                     "Ask your agency’s safeguarding lead.", "Take it to the partnership."),
    ),
    Told(
        "escalation-film", "video", "The escalation policy explained", "1.0",
        "A short film: why we need the policy, whom it is for, when to use it, and what each step asks of you.", (),
        "Business unit", "Everybody who works with children", date(2024, 1, 15),
        video_url="https://video.example.org/escalation",
        transcript="You think a decision leaves a child at risk.\nSay so to the person who made it.\nIf that does not"
        " settle it, take the next step, and write down that you did.",
    ),
    Told(
        "isabel-briefing", "briefing", "Learning from Isabel, on a page", "1.0",
        "What the local child safeguarding practice review of 2023 teaches everybody who visits families with a baby.",
        ISABEL, "Learning and improvement group", "Health, early help, social care", date(2023, 10, 2),
        date(2024, 3, 4), theme="Babies and safe sleep",
    ),
    Told(
        "safe-sleeping-procedure", "procedure", "Seeing where a baby sleeps", "1.0",
        "What to see, ask and write down about where a baby sleeps, and when.",
        (("Who does what", "<p>The community midwife sees the sleeping area and writes down what was seen. Whoever"
          " visits later asks again: homes change.</p>" + MARK),
         ("What to talk about", "<p>Back to sleep, a clear cot, no smoke. No sharing of a bed after alcohol, drugs or"
          " medicine that makes one drowsy, or with a baby born early or small. Who else puts the baby to bed?</p>"),
         ("If you are worried", "<p>Agree a plan with the family on the same day, tell the health visitor, and refer if"
          " the baby may be at risk of harm.</p>")),
        "Named midwife", "Midwives, health visitors, family nurses", date(2023, 9, 25), date(2024, 1, 10),
        approved_by="Executive", theme="Babies and safe sleep",
    ),
    Told(
        "exploitation-toolkit", "toolkit", "Spotting exploitation: a toolkit", "1.0",
        "Questions to think through with your team when you are worried that a child is exploited.",
        (("Before you begin", "<p>Use it with somebody who knows the child. It replaces no referral.</p>" + MARK),
         ("Look at the places", "<p>Where does the child feel safe, and where not? Who is there, at what time, and who"
          " could change that?</p>"),
         ("Pass on what you know", "<p>Information about people and places goes to the exploitation intelligence form,"
          " however small it seems.</p>")),
        "Joint exploitation group", "Schools, youth work, health, police", date(2023, 6, 5), date(2024, 6, 30),
        joint=True, theme="Exploitation",
    ),
    Told(
        "not-on-your-own", "leaflet", "You are not on your own", "1.0",
        "For parents with a new baby: crying, sleep, and whom to call.",
        (("When your baby cries", "<p>All babies cry, some a lot. It is hard, and it passes. Put your baby down in a"
          " safe place and take ten minutes if you have to.</p>" + MARK),
         ("Whom to call", "<p>Your health visitor, your doctor, or NHS 111. In an emergency call 999.</p>")),
        "Health visiting", "Parents and carers", date(2023, 5, 15), date(2024, 5, 31), theme="Babies and safe sleep",
    ),
)  # fmt: skip


def load(*, loader: Actor) -> int:
    """In the scope of a demonstration partnership that has its site. Returns how many versions were published; 0 when
    they are there already."""
    site = PartnershipSite.objects.select_related("site__root_page", "collection").get(
        partnership_id=scope.current().partnership_id
    )
    above = LibraryPage.objects.descendant_of(site.site.root_page).first()
    if above is None or above.numchild:
        return 0
    shared = joint_space()
    for told in DOCUMENTS:
        space = shared if told.joint else None
        page = write_document(above=above, values={**_values(told, space), **_files(told, site, loader)}, by=loader)
        at = datetime.combine(told.published, time(9), UTC)
        publish_document(page=page, site=site, today=told.published, by=loader, at=at)
        if space is not None:
            _approve_elsewhere(page, told, loader, at)
    return len(DOCUMENTS)


def _values(told: Told, space: Space | None) -> dict[str, object]:
    return {
        "title": told.title, "slug": told.slug, "kind": told.kind, "summary": told.summary, "version": told.version,
        "what_changed": told.what_changed, "audience": told.audience, "document_owner": told.owner,
        "review_on": told.review_on, "theme": told.theme, "video_url": told.video_url, "transcript": told.transcript,
        "approved_by": told.approved_by or ("Executive" if space else ""),
        "approved_on": told.published if told.approved_by or space else None, "joint_with": space,
        "sections": [("section", {"heading": heading, "text": text}) for heading, text in told.sections],
    }  # fmt: skip


def _files(told: Told, site: PartnershipSite, by: Actor) -> dict[str, object]:
    """Its steps on one page, as a Word document to print."""
    if not told.on_one_page:
        return {"files": []}
    title = f"{told.title}: the steps on one page"
    steps = NumberedList(tuple(Item(text(each)) for each in told.on_one_page))
    made = word.write(Document(title=title, blocks=(steps,), author=told.owner, cover=False))
    file = keep_file(site=site, name=f"{told.slug}-{told.version}.docx", title=title, content=made, by=by)
    return {"files": [("file", file)]}


def _approve_elsewhere(page: DocumentPage, told: Told, loader: Actor, at: datetime) -> None:
    """The other partnerships of the joint space approve as well, each in its own scope."""
    here = scope.current().partnership_id
    for other in Partnership.objects.filter(spaces__space_id=page.joint_with_id).exclude(pk=here):
        with _as(other, told.published):
            library.approve_waiting(page=page.pk, body="Executive", on=told.published, by=loader, at=at)


@contextmanager
def _as(partnership: Partnership, day: date) -> Iterator[None]:
    with scope.activate(scope_of(partnership, day)):
        yield


def joint_space() -> Space | None:
    """The space that the active partnership shares with another, where both are loaded."""
    return Space.objects.filter(kind=Space.Kind.JOINT, pk__in=scope.current().space_ids).order_by("pk").first()
