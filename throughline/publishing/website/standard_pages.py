"""The pages that every public site has from its first day, as data: the words are ours, editors may change all of them.

`make_site` makes Wagtail pages of them. Their addresses answer with these words as well while the page is not made, or
not published, so that no link at the foot leads nowhere. Facts (numbers, cookies) are blocks, drawn when read.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class StandardPage:
    """`body` is a list of (block name, value) as BodyBlock takes it; `link` the words at the foot of every page."""

    slug: str
    title: str
    link: str
    introduction: str
    body: list[tuple[str, Any]] = field(default_factory=list)
    quick_exit: bool = False
    in_menu: bool = False


HOME = StandardPage(
    slug="",
    title="Working together to keep children safe",
    link="",
    introduction="The council, the police, the health service and the agencies around them, who keep the children of"
    " this area safe together.",
    body=[
        ("numbers", None),
        ("records", {"heading": "Training coming up", "what": "training"}),
        ("records", {"heading": "Our priorities", "what": "priorities"}),
        ("records", {"heading": "What we have learned", "what": "learning"}),
        ("records", {"heading": "Yearly report", "what": "reports"}),
    ],
)

WORRIED = StandardPage(
    slug="worried-about-a-child",
    title="Worried about a child?",
    link="Worried about a child?",
    introduction="You do not need to be sure. Say what you have seen or heard; finding out what is happening is not"
    " your task.",
    body=[
        ("numbers", None),
        ("heading", "If you are a child or a young person"),
        (
            "text",
            "<p>If somebody hurts you, frightens you or makes you do things that you do not want, it is not your"
            " fault. Tell an adult whom you trust: at school, at home, a nurse, a youth worker, a police officer.</p>"
            "<p>You can also call Childline on <b>0800 1111</b>, at any time of the day or night. It is free, and it"
            " does not show on the phone bill.</p>"
            "<p>If you are in danger now, call <b>999</b> and ask for the police.</p>",
        ),
        ("heading", "If you are a parent, a relative, a friend or a neighbour"),
        (
            "text",
            "<p>Call the number of children’s services above. Tell them:</p>"
            "<ul><li>what worries you, and when you saw or heard it</li>"
            "<li>the child’s name, age and address, as far as you know them</li>"
            "<li>who else lives with the child</li></ul>"
            "<p>You may ask that the family is not told who called. If you would rather talk it over first, the NSPCC"
            " advises adults on <b>0808 800 5000</b>.</p>"
            "<p>You may also call for help with your own family, before things become serious.</p>",
        ),
        ("heading", "If you work with children or families"),
        (
            "text",
            "<p>Talk to the safeguarding lead of your organisation, but do not wait for them when a child is in danger:"
            " call <b>999</b>.</p>"
            "<p>Then call children’s services and follow up in writing as your own procedure says. Tell the parents"
            " that you are doing so, unless that would put the child or somebody else at more risk. Write down what"
            " you saw, what you were told, in the words used, and what you did.</p>"
            "<p>If you do not hear what was decided, ask. If you disagree with the decision, say so and go on until the"
            " child is safe.</p>",
        ),
    ],
)

CONTACT = StandardPage(
    slug="contact",
    title="Contact us",
    link="Contact",
    introduction="How to reach the partnership’s business unit about its training, its reports and this site.",
    body=[
        (
            "call_out",
            {
                "kind": "warning",
                "text": "Do not write to us about a child who may be in danger: nobody reads these messages at night or"
                " at the weekend. Call one of the numbers on this page.",
            },
        ),
        ("contact", {"heading": ""}),
        ("numbers", None),
    ],
)

ACCESSIBILITY = StandardPage(
    slug="accessibility-statement",
    title="Accessibility statement",
    link="Accessibility",
    introduction="This site should be usable by everybody. Here is what was done for that, what was tested, and what"
    " was not.",
    body=[
        ("heading", "How the site is made"),
        (
            "text",
            "<p>The site is meant to meet the Web Content Accessibility Guidelines 2.2 at level AA. You should be able"
            " to:</p>"
            "<ul><li>zoom in to 400% without text running off the screen</li>"
            "<li>reach and use everything with a keyboard alone</li>"
            "<li>use every page without JavaScript, and on a phone</li>"
            "<li>read every chart as a table too, and every colour as words</li></ul>",
        ),
        ("heading", "What was tested"),
        (
            "text",
            "<p>The pages are checked by the automatic tool axe in the browser Chromium, at the width of a desk screen"
            " and of a phone, and some of them without JavaScript. The makers of the software have looked at the pages"
            " by eye.</p>",
        ),
        ("heading", "What was not tested"),
        (
            "text",
            "<p>The site has not been tested by people who use screen readers, screen magnifiers or speech recognition,"
            " and no outside body has audited it. Automatic tools find only a part of all barriers. So we cannot say"
            " that it meets the guidelines in full.</p>"
            "<p>Reports in PDF carry tags and descriptions of their pictures; they have not been tested with a screen"
            " reader. The same report is always on a web page.</p>"
            "<p>The tool with which editors write these pages is not part of this statement.</p>",
        ),
        ("heading", "Tell us about a barrier"),
        (
            "text",
            "<p>If something does not work for you, or you need a document in another form, tell us what it is and what"
            " you were trying to do.</p>",
        ),
        ("contact", {"heading": ""}),
        ("heading", "If you are not happy with our answer"),
        (
            "text",
            "<p>The Equality and Human Rights Commission enforces the Public Sector Bodies (Websites and Mobile"
            " Applications) (No. 2) Accessibility Regulations 2018. The Equality Advisory and Support Service advises"
            " you: <a href='https://www.equalityadvisoryservice.com/'>equalityadvisoryservice.com</a>.</p>",
        ),
    ],
)

PRIVACY = StandardPage(
    slug="privacy",
    title="Privacy notice",
    link="Privacy",
    introduction="What this site keeps about you, why, and what you can ask for.",
    body=[
        ("heading", "If you only read"),
        (
            "text",
            "<p>You can read every public page without saying who you are. The site counts no visits, has no"
            " advertising, and loads nothing from other companies.</p>",
        ),
        ("heading", "If you have an account"),
        (
            "text",
            "<p>We keep:</p>"
            "<ul><li>your name, e-mail address, job title and agency, as you gave them</li>"
            "<li>your role here, if you have one, and who gave it to you</li>"
            "<li>what you need to sign in: there is no password; if you set up a second step, its key</li>"
            "<li>the training sessions that you booked or cancelled, and when</li>"
            "<li>which messages were sent to you, when, and whether they left</li>"
            "<li>what you changed on this site, with the time and what it was before</li></ul>"
            "<p>While you sign in, the address of your internet connection is kept for a short time, to stop people who"
            " try many codes.</p>",
        ),
        ("heading", "Why, and who sees it"),
        (
            "text",
            "<p>We keep it to run multi-agency safeguarding training and to account for our work, which are our tasks"
            " in the public interest (Article 6(1)(e) of the UK General Data Protection Regulation). The partnership’s"
            " business unit sees it. Public pages and reports count people and never name those who took part.</p>"
            "<p>This site is not a case file. It holds no record of children or families, and you should not send us"
            " any through it.</p>",
        ),
        ("heading", "How long"),
        (
            "text",
            "<p>Your sign-in ends after 12 hours at most. Your account and your bookings are kept until we remove them:"
            " the site deletes neither by itself. Ask us if you want your account removed.</p>",
        ),
        ("heading", "What you can ask for"),
        (
            "text",
            "<p>You can ask to see what we keep about you, to have it put right, to have it removed, to have its use"
            " restricted, and you can object to its use.</p>",
        ),
        ("contact", {"heading": ""}),
        (
            "text",
            "<p>If you are not happy with how we handle your data, you can complain to the Information Commissioner’s"
            " Office: <a href='https://ico.org.uk/make-a-complaint/'>ico.org.uk/make-a-complaint</a>.</p>",
        ),
    ],
)

COOKIES = StandardPage(
    slug="cookies",
    title="Cookies",
    link="Cookies",
    introduction="This site sets a cookie only when it needs one to work. Reading its pages sets none.",
    body=[
        ("cookies", None),
        (
            "text",
            "<p>None of them follows you to other sites or measures what you read, so there is nothing to accept or to"
            " refuse. If your browser blocks them you can still read everything; you cannot sign in.</p>",
        ),
    ],
)

ABOUT = StandardPage(
    slug="about",
    title="About us",
    link="About us",
    introduction="Who we are, what the law asks of us, and how we work.",
    body=[
        (
            "text",
            "<p>A safeguarding partnership is how the council, the police and the health service of an area meet their"
            " shared duty to keep its children safe. Schools, charities and many other agencies work with them.</p>"
            "<p>The partnership does not look after single cases: call children’s services for that. It agrees how"
            " agencies work together, trains the people who work with children, learns when something went wrong, and"
            " says each year in public what was done and what changed.</p>",
        ),
        (
            "links",
            {
                "links": [
                    {"label": "The partners, the agencies and the groups", "page": None, "address": "/partnership/",
                     "note": ""},
                    {"label": "Our priorities", "page": None, "address": "/priorities/", "note": ""},
                    {"label": "What we have learned from reviews", "page": None, "address": "/learning/", "note": ""},
                    {"label": "Yearly reports", "page": None, "address": "/reports/", "note": ""},
                ]
            },
        ),
        ("contact", {"heading": "Contact"}),
    ],
)  # fmt: skip

CHILDREN = StandardPage(
    slug="children-and-young-people",
    title="For children and young people",
    link="Children and young people",
    introduction="If something is wrong, it is not your fault. There are people who will listen and help.",
    quick_exit=True,
    in_menu=True,
    body=[
        ("numbers", None),
        ("heading", "You can talk to somebody now"),
        (
            "text",
            "<p>If you are in danger, call <b>999</b>. If you cannot speak, call 999, listen, then press <b>55</b> on a"
            " mobile phone.</p>"
            "<p>Childline is free. Call <b>0800 1111</b> at any time. It does not show on the phone bill. You can also"
            " chat online: <a href='https://www.childline.org.uk/'>childline.org.uk</a>.</p>"
            "<p>You can tell an adult you trust: a teacher, a school nurse, a youth worker, somebody in your"
            " family.</p>",
        ),
        ("heading", "Things that are not OK"),
        (
            "text",
            "<ul><li>somebody hurts you, or scares you</li>"
            "<li>somebody touches you, or asks for pictures, in a way you do not want</li>"
            "<li>nobody gives you food, clean clothes or a doctor when you need them</li>"
            "<li>people at home fight, and you are afraid</li>"
            "<li>somebody gives you things, and then wants you to carry, hide or do something for them</li></ul>"
            "<p>None of this is your fault, even if you said yes at first.</p>",
        ),
        ("heading", "What happens when you tell"),
        (
            "text",
            "<p>The person listens. They may have to tell somebody whose job it is to keep children safe. They should"
            " tell you who, and ask what you want to happen.</p>",
        ),
    ],
)

PARENTS = StandardPage(
    slug="parents-and-carers",
    title="For parents and carers",
    link="Parents and carers",
    introduction="Bringing up children is hard at times. Asking for help early is a strength, not a failure.",
    in_menu=True,
    body=[
        ("heading", "Help for your family"),
        (
            "text",
            "<p>Your health visitor, your child’s school and your doctor can tell you what help there is. You can also"
            " look for a service yourself.</p>",
        ),
        (
            "links",
            {
                "links": [
                    {"label": "Services that help children and families", "page": None,
                     "address": "/library/services/", "note": "Who they are for, and how to ask for them"},
                    {"label": "Leaflets and guidance", "page": None, "address": "/library/?kind=leaflet", "note": ""},
                ]
            },
        ),
        ("heading", "If you are worried about a child"),
        (
            "text",
            "<p>It may be your own child or somebody else’s. You do not need to be sure. Call children’s services and"
            " say what you have seen or heard.</p>",
        ),
        ("numbers", None),
        ("heading", "If a social worker contacts you"),
        (
            "text",
            "<p>They must tell you why, listen to you, and explain what happens next. You may bring somebody with you,"
            " and you may ask for an interpreter.</p>",
        ),
    ],
)  # fmt: skip

PROFESSIONALS = StandardPage(
    slug="professionals",
    title="For professionals",
    link="Professionals",
    introduction="Procedures, training, learning and services for everybody who works or volunteers with children.",
    in_menu=True,
    body=[
        (
            "links",
            {
                "links": [
                    {"label": "Report a concern about a child", "page": None, "address": "/worried-about-a-child/",
                     "note": ""},
                    {"label": "Policies, procedures and guidance", "page": None, "address": "/library/", "note": ""},
                    {"label": "Training", "page": None, "address": "/training/", "note": ""},
                    {"label": "Services and interventions to refer to", "page": None, "address": "/library/services/",
                     "note": ""},
                    {"label": "Learning from reviews", "page": None, "address": "/learning/", "note": ""},
                    {"label": "Learning from reviews elsewhere", "page": None,
                     "address": "/library/learning-elsewhere/", "note": ""},
                    {"label": "Drafts out for comment", "page": None, "address": "/library/comment/", "note": ""},
                ]
            },
        ),
        ("records", {"heading": "Training coming up", "what": "training"}),
        ("records", {"heading": "New in the library", "what": "library"}),
    ],
)  # fmt: skip

PUBLICATIONS = StandardPage(
    slug="publications",
    title="Publications",
    link="Publications",
    introduction="What the partnership publishes.",
    body=[
        ("records", {"heading": "Yearly reports", "what": "reports"}),
        ("records", {"heading": "Reviews", "what": "learning"}),
        ("records", {"heading": "New in the library", "what": "library"}),
    ],
)

# In the order of the foot of the page.
FOOT = [ABOUT, PUBLICATIONS, WORRIED, CONTACT, ACCESSIBILITY, PRIVACY, COOKIES]
STANDARD_PAGES = [CHILDREN, PARENTS, PROFESSIONALS, *FOOT]
