"""Cleaning, clicks, the archive, plain text and the mould: pure."""

import itertools
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from django.urls import reverse

from throughline.publishing.bulletin.operations.archiving import literal
from throughline.publishing.bulletin.rendering.mail import TOKEN, Links, html_of
from throughline.publishing.bulletin.rendering.mould import Envelope, Mould, undotted
from throughline.publishing.bulletin.rules.archive import (
    OLD_NUMBER,
    PERHAPS_OLD,
    Phones,
    with_todays_numbers,
    without_names,
    without_withdrawn,
)
from throughline.publishing.bulletin.rules.bounces import read_bounce
from throughline.publishing.bulletin.rules.cleaning import clean, clean_link
from throughline.publishing.bulletin.rules.clicks import Visit, count
from throughline.publishing.bulletin.rules.content import Content, Row, Section, as_data, from_data, hash_of, links_of
from throughline.publishing.bulletin.rules.text import as_text
from throughline.publishing.bulletin.sending.message import ARCHIVE, CHOOSE, FOLLOW, LEAVE

PASTED = (
    "<html><head><style>p{color:red}</style></head><body><p class=MsoNormal>Safe&nbsp;sleep<o:p></o:p></p>"
    "<script>alert(1)</script><img src='https://track.example/p.gif' width=1 height=1>"
    "<p onclick='x()'>See <a href='javascript:alert(1)'>more</a></p></body></html>"
)


def test_nothing_runs_or_tracks_from_what_was_pasted() -> None:
    assert clean(PASTED) == "Safe sleep\n\nSee more"


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("a\u200bb\u00adc\ufeff", "abc"),
        ("https://example.org/a?utm_source=x&id=3", "https://example.org/a?id=3"),
        ("[a](https://example.org/?fbclid=1)", "[a](https://example.org/)"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;<b></b>", "alert(1)"),
        ("Line\r\n\r\n\r\n\r\nnext", "Line\n\nnext"),
    ],
)
def test_text_is_cleaned(given: str, cleaned: str) -> None:
    assert clean(given) == cleaned
    assert clean(cleaned) == cleaned


def test_safe_links_of_mail_filters_are_unwrapped() -> None:
    wrapped = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&data=05%7C01%7Cme"
    assert clean_link(wrapped) == "https://example.org/a"


def visit(second: float, code: str = "a", who: str = "w", **more: str) -> Visit:
    given = {"method": "GET", "agent": "Mozilla/5.0 Firefox/130", "language": "en-GB"} | more
    return Visit(second, who, code, **given)


def test_people_are_counted_and_scanners_apart() -> None:
    visits = [
        visit(0), visit(100, who="x"), visit(101, who="x"),  # the second within a burst is the same click
        visit(0, who="s", method="HEAD"), visit(0, who="p", agent="Proofpoint"), visit(0, who="n", language=""),
        visit(200, "a", "m"), visit(202, "b", "m"), visit(203, "c", "m"),  # three links in three seconds
    ]  # fmt: skip
    assert count(visits) == {"a": (2, 4), "b": (0, 1), "c": (0, 1)}


CONTENT = Content(
    "Bulletin, February 2024", "Subject – “quoted”", "February 2024", "Hello *there*.",
    (
        Section("item", "Safe sleep", "See [the guidance](https://example.org/g).\n\n- One\n- Two", "parents",
                "Read more about sleep", "https://example.org/s", block=1),
        Section("training", "Training", rows=(Row("GCP2", "Tuesday 20 February 2024. 6 places left", "/training/5/"),)),
        Section("reviews", "Reviews", rows=(Row("Isabel", "", "/learning/#isabel", "reviews.review:7"),)),
        Section("worried", "Worried about a child?", rows=(Row("Children’s services", "01634 000000"),)),
    ),
)  # fmt: skip


def test_content_goes_into_json_and_back_under_one_hash() -> None:
    assert from_data(as_data(CONTENT)) == CONTENT
    assert hash_of(as_data(CONTENT)) == hash_of(dict(reversed(as_data(CONTENT).items())))
    assert [url for url, _ in links_of(CONTENT)] == [
        "https://example.org/g", "https://example.org/s", "/training/5/", "/learning/#isabel",
    ]  # fmt: skip


def test_a_name_is_taken_out_wherever_it_stands() -> None:
    section = Section("farewell", "Farewell to Pat Example", "pat  example goes. Patricia Examples stays.")
    out = without_names(Content("T", "S", "", "", (section,)), ["Pat Example"]).sections[0]
    assert (out.heading, out.text) == ("Farewell to [name removed]", "[name removed] goes. Patricia Examples stays.")


def test_a_withdrawn_review_disappears_and_todays_numbers_stand() -> None:
    assert without_withdrawn(CONTENT, {7}) == CONTENT
    gone = without_withdrawn(CONTENT, set()).sections[2]
    assert (gone.rows, gone.empty) == ((), "What stood here was withdrawn.")
    told = Section("item", "Isabel", "Read [it](https://www.example.org/learning/#isabel).")
    kept = Section("item", "Isabelle", "Read [it](/learning/#isabelle).")
    hidden = without_withdrawn(Content("T", "S", "", "", (told, kept)), set(), {"/learning/#isabel"}).sections
    assert [(each.heading, each.text) for each in hidden] == [
        ("Withdrawn", "What stood here was withdrawn."), ("Isabelle", kept.text),
    ]  # fmt: skip
    phones = Phones.of(["01634 334466"], ["01634 334466", "01634 222222"])
    shown = with_todays_numbers(CONTENT, (Row("Children’s services", "01634 334466"),), phones, old=False)
    assert shown.sections[3].rows[0].note == "01634 334466"
    said = Content("T", "S", "", "Call 01634 111111, 01634 222222, 01634 334466 or 020 7946 0000.")
    new, old = (with_todays_numbers(said, (), phones, old=old).introduction for old in (False, True))
    assert new == f"Call 01634 111111, 01634 222222{OLD_NUMBER}, 01634 334466 or 020 7946 0000."
    assert old == new.replace("111111", f"111111{PERHAPS_OLD}")


def test_plain_text_says_all_of_it() -> None:
    text = as_text(CONTENT)
    assert "the guidance (https://example.org/g)" in text
    assert "For: parents" in text
    assert "* GCP2. Tuesday 20 February 2024. 6 places left\n  /training/5/" in text
    assert max(map(len, text.splitlines())) <= 72
    far = Row("You think that a child is being harmed: children’s services", "01634 334466")
    assert "\n  01634 334466" in as_text(Content("T", "S", "", "", (Section("worried", "W", rows=(far,)),)))


def test_lines_of_a_file_say_exactly_what_they_said() -> None:
    assert literal("One *star* [x](javascript:1)\n• point\n1. first\n# no heading") == (
        "One \\*star\\* \\[x\\](javascript:1)\n\n- point\n\n1\\. first\n\n\\# no heading"
    )


def mould(text: str = ".dot\nwide – “text” " + "x" * 200) -> Mould:
    envelope = Envelope(
        "Subject – “quoted”", "Medway Safeguarding Children Partnership", "no-reply@example.org", "mscp@example.org",
        "Bulletin of “MSCP”", "bulletin.medway.example.org", f"https://example.org/bulletin/leave/{TOKEN}/",
        "https://example.org/bulletin/", datetime(2024, 2, 5, tzinfo=UTC),
    )  # fmt: skip
    html = html_of(CONTENT, partnership="MSCP & co", links=Links(lambda path: f"https://example.org{path}"))
    return Mould(envelope, html=html, text=f"{text}\nhttps://example.org/bulletin/leave/{TOKEN}/")


def test_a_message_is_poured_whole_for_each_reader() -> None:
    token = "a-_9" * 8
    raw = mould().pour("asha@example.org", token)
    assert TOKEN.encode() not in raw
    assert b"\r\n..dot" in raw
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    found = message_from_bytes(undotted(raw), policy=policy.default)
    assert (found["To"], found["Subject"]) == ("asha@example.org", "Subject – “quoted”")
    assert found["List-Unsubscribe"] == f"<https://example.org/bulletin/leave/{token}/>"
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["List-Id"] == '"Bulletin of MSCP" <bulletin.medway.example.org>'
    assert found["Message-ID"] == f"<{token}@example.org>"
    # fit to be signed (DKIM): nothing that a server on the way would write anew, and one sender, of one domain
    assert raw.isascii()
    assert all(line.endswith(b"\r") for line in raw.split(b"\n")[:-1])
    assert [len(found.get_all(name)) for name in ("From", "Date", "Message-ID", "List-Unsubscribe-Post")] == [1] * 4
    assert "<no-reply@example.org>" in found["From"]
    text, html = found.get_body(("plain",)), found.get_body(("html",))
    assert text is not None and html is not None  # noqa: PT018
    assert text.get_content().startswith(".dot\r\nwide – “text” xxx")
    assert f"https://example.org/bulletin/leave/{token}/" in text.get_content()
    assert f"https://example.org/bulletin/leave/{token}/" in html.get_content()
    assert "MSCP &amp; co" in html.get_content()


def test_the_mail_has_no_script_no_pixel_and_its_headings_in_order() -> None:
    html = html_of(CONTENT, partnership="MSCP", links=Links(lambda path: f"https://example.org{path}"))
    assert "<script" not in html
    assert "<img" not in html
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert 'lang="en-GB"' in html


DSN = b"""From: MAILER-DAEMON@mx.example.net
To: bounces+%s@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <1@mx>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It failed.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; gone@example.net
Action: %s
Status: %s
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b--
"""
ARF = b"""From: fbl@example.net
To: bounces@example.org
Message-ID: <2@mx>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

Spam.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
Version: 1
Original-Rcpt-To: cross@example.net

--b
Content-Type: text/rfc822-headers

X-Bulletin-Delivery: %s

--b--
"""
TOKEN_OF_ONE = b"t" * 32


@pytest.mark.parametrize(
    ("raw", "email", "kind"),
    [
        (DSN % (TOKEN_OF_ONE, b"failed", b"5.1.1"), "gone@example.net", "hard"),
        (DSN % (TOKEN_OF_ONE, b"delayed", b"4.2.2"), "gone@example.net", "soft"),
        (ARF % TOKEN_OF_ONE, "cross@example.net", "complaint"),
    ],
)
def test_bounces_and_complaints_are_read(raw: bytes, email: str, kind: str) -> None:
    found = read_bounce(message_from_bytes(raw))
    assert [(said.email, said.kind, said.token) for said in found] == [(email, kind, "t" * 32)]


def test_a_persons_own_words_are_no_bounce() -> None:
    assert read_bounce(message_from_bytes(b"From: a@example.org\nSubject: Out of office\n\nBack on Monday.")) == []


def test_a_mails_addresses_are_those_of_the_site() -> None:
    assert [reverse("bulletin:archive"), reverse("bulletin:follow", args=["c"])] == [ARCHIVE, FOLLOW.format("c")]
    assert [reverse(f"bulletin:{name}", args=[TOKEN]) for name in ("leave", "preferences")] == [LEAVE, CHOOSE]
