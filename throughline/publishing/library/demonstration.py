"""The demonstration's services, campaigns and reviews elsewhere. Services and reviews are invented and say so; the
campaigns are real ones and come on their own days.
"""

from datetime import date, datetime, timedelta

from throughline.foundation.access.actors import Actor
from throughline.publishing.library import queries
from throughline.publishing.library.models import Version
from throughline.publishing.library.operations import (
    CampaignWords,
    ElsewhereWords,
    Section,
    ServiceWords,
    add_pledge,
    add_resource,
    answer_comment,
    ask_to_read,
    check_service,
    comment,
    confirm_reading,
    count_views,
    open_consultation,
    write_campaign,
    write_elsewhere,
    write_service,
)
from throughline.publishing.library.rules import DayRule

SERVICES = (
    ("Example Family Hub", "Helps families with children under five: play, feeding, sleep, and somebody to talk to.",
     "Families with a child under five, or expecting one", "Come in, call, or ask your health visitor.", "Anybody",
     "Example Council", "01632 960001", date(2024, 1, 8)),
    ("Steady Ground", "Works with young people who are drawn into carrying or selling drugs, and with their parents.",
     "Children from 10 to 17 and their families", "Professionals send the form; young people may text first.",
     "Professionals with the young person’s agreement, and young people themselves", "Example Youth Trust",
     "01632 960002", date(2023, 4, 12)),
    ("Two Sides", "Helps parents who argue a lot, together or apart, to keep it away from their children.",
     "Parents of children of any age", "Call or write.", "Anybody", "Example Relate", "01632 960003", None),
)  # fmt: skip

CAMPAIGNS = (
    ("Safer Internet Day", DayRule(2, nth=2, weekday=1), "Children, parents and schools talk about life online.",
     (("Activities for schools and families", "https://saferinternet.org.uk/"),)),
    ("National Child Exploitation Awareness Day", DayRule(3, day=18), "Think, spot, speak out against the abuse of"
     " children by exploitation.", (("Spotting exploitation: our toolkit", "/library/exploitation-toolkit/"),)),
    ("Safer Sleep Week", DayRule(3, nth=2, weekday=0, lasts=7), "How babies sleep safely, told to every family.",
     (("Advice for families", "https://www.lullabytrust.org.uk/"),
      ("Our procedure", "/library/safe-sleeping-procedure/")),
    ),
    ("Anti-Bullying Week", DayRule(11, nth=2, weekday=0, lasts=5), "Schools and clubs show that bullying is never"
     " part of growing up.", (("Materials for schools", "https://anti-bullyingalliance.org.uk/"),)),
    ("National Safeguarding Adults Week", DayRule(11, nth=3, weekday=0, lasts=5), "Families have adults too: what our"
     " colleagues of the adults’ board do.", ()),
    ("16 days against domestic abuse", DayRule(11, day=25, lasts=16), "From 25 November to 10 December.", ()),
)  # fmt: skip

ELSEWHERE = (
    ("A review of a baby who was hurt", "An example partnership", "South East", ("Babies and safe sleep",
     "Fathers and men in families"), date(2023, 11, 20), "Nobody had asked the father about his own childhood or how he"
     " slept. Each service thought that another had. (Written for a demonstration: no real review is meant.)",
     "Our visits now ask both parents, and say so in the record."),
    ("A review of long neglect", "An example partnership", "Yorkshire and the Humber", ("Neglect",
     "Professional curiosity"), date(2023, 7, 3), "Things got a little better and a little worse for six years, and the"
     " picture of the whole was never drawn. (Written for a demonstration: no real review is meant.)",
     "Teams look at the whole chronology once a year."),
)  # fmt: skip

WATCHED = ((90, 41), (60, 118), (30, 163), (5, 187))  # days ago, views in all
DRAFT_OF, FILM, READ_BY_ALL = "safe-sleeping-procedure", "escalation-film", "escalation-policy"


def load(*, loader: Actor, today: date, at: datetime) -> int:
    """In the scope of a demonstration partnership. Returns how many entries were made; 0 when they are there."""
    if queries.services().exists() or queries.campaigns().exists():
        return 0
    for name, what, who_for, how, who_refers, provider, phone, checked in SERVICES:
        words = ServiceWords(name, what, who_for, how, who_refers, provider=provider, phone=phone)
        row = write_service(service_id=None, words=words, by=loader)
        if checked is not None:
            check_service(service_id=row.pk, today=checked, by=loader)
    for title, rule, says, resources in CAMPAIGNS:
        campaign = write_campaign(campaign_id=None, words=CampaignWords(title, rule, says), by=loader)
        for label, url in resources:
            add_resource(campaign_id=campaign.pk, label=label, url=url, by=loader)
        if title == "Safer Internet Day":
            pledge = "Every form talks about one story from its own life online."
            add_pledge(campaign_id=campaign.pk, year=today.year, who="Example Academy", text=pledge, by=loader)
    for title, partnership, region, themes, published_on, says, response in ELSEWHERE:
        words_of = ElsewhereWords(title, partnership, region, themes, published_on, says, response)
        write_elsewhere(elsewhere_id=None, words=words_of, by=loader)
    _consult(loader, today, at)
    _watched_and_read(loader, today)
    return len(SERVICES) + len(CAMPAIGNS) + len(ELSEWHERE)


def _watched_and_read(loader: Actor, today: date) -> None:
    """How often the film was watched, and which agencies are asked to confirm the policy; one has."""
    film = Version.objects.filter(document__slug=FILM, state="current").first()
    for days, views in WATCHED:
        if film is None:
            break
        day = today - timedelta(days=days)
        count_views(document_id=film.document_id, counted_on=day, views=views, today=today, by=loader)
    policy = Version.objects.filter(document__slug=READ_BY_ALL, state="current").first()
    asked = [each.id for each in queries.agencies()][:4]
    if policy is None or not asked:
        return
    due = today + timedelta(days=21)
    ask_to_read(version_id=policy.pk, organisation_ids=asked, due=due, today=today, by=loader)
    for row in queries.readings_for(loader).filter(version=policy)[:1]:
        how = "Read in every team meeting in January; on the wall of the duty room."
        confirm_reading(reading_id=row.pk, how=how, today=today, by=loader)


def _consult(loader: Actor, today: date, at: datetime) -> None:
    """The procedure whose review is due is out for comment, with one comment answered."""
    version = Version.objects.filter(document__slug=DRAFT_OF, state="current").select_related("document").first()
    if version is None:
        return
    sections = [Section(each["heading"], each["html"]) for each in version.sections]
    found = open_consultation(
        page=version.document.page, title=version.title, sections=sections, is_public=True, organisation_ids=[],
        introduction="The review of this procedure is due. What works where you are, and what is missing?",
        closes_on=today + timedelta(days=28), today=today, by=loader,
    )  # fmt: skip
    said = comment(
        consultation_id=found.pk, section=1, text="Say what to do when the family is staying with friends.",
        name="", organisation="Example health visiting team", today=today, by=loader, at=at,
    )  # fmt: skip
    answer = "We will add that the place where the baby sleeps tonight is the one to see."
    answer_comment(comment_id=said.pk, answer=answer, is_shown=True, by=loader, at=at)
