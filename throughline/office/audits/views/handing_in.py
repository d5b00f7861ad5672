"""Colleagues, evidence, the signature, handing in."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.audits import forms
from throughline.office.audits.models import Contributor, Evidence, Return
from throughline.office.audits.operations import handing_in, helping
from throughline.office.audits.operations.answering import CLOSED
from throughline.office.audits.operations.handing_in import Signer
from throughline.office.audits.operations.helping import LEAD_ONLY
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.queries import answers as reads
from throughline.office.audits.queries.people import editable
from throughline.office.audits.rules.returns import Facts
from throughline.office.audits.views.answering import crumbs
from throughline.office.audits.views.steps import Words, confirming, load, step
from throughline.office.audits.workflow import RETURN

ANSWER = AuditsPermission.ANSWER
both = require_http_methods(["GET", "HEAD", "POST"])
Given = Mapping[str, Any]


def page_of(row: Return) -> str:
    return reverse("audits:return", args=[row.pk])


@requires(ANSWER)
@both
def people(request: Request, return_id: int) -> HttpResponse:
    """Who helps, and one more."""
    row, part = load(request, return_id)
    standards = [(s.code, f"{s.code} {s.title}") for s, _ in reads.asked(row).asked_of(row.kind)]
    titles = dict(standards)
    helpers = list(Contributor.objects.filter(of=row).order_by("email"))
    form = forms.HelperForm(request.POST or None, standards=standards)
    table = Table(
        "Who helps",
        [Column("Address"), Column("Standards"), Column("Signs"), Column("Take away")],
        [
            [
                each.email,
                "; ".join(titles.get(code, code) for code in each.standards) or "All",
                "May sign" if each.signs else "No",
                Cell(f"Take away {each.email}", reverse("audits:uninvite", args=[row.pk, each.pk])),
            ]
            for each in helpers
        ],
    )
    status = 200
    if request.method == "POST":

        def do(given: Given) -> tuple[str, str]:
            helping.invite(
                return_id=row.pk,
                email=given["email"],
                standards=given["standards"],
                signs=given["signs"],
                by=request.actor,
                at=business_now(),
                real_at=real_now(),
            )
            return f"{given['email']} gets a link by e-mail.", reverse("audits:people", args=[row.pk])

        words = Words("Ask colleagues to help", row.name, "Send the link", page_of(row))
        answer = step(request, form, words, do)
        if answer.status_code == 302:
            return answer
        status = answer.status_code
    context = {"crumbs": crumbs(row), "row": row, "table": table if helpers else None, "form": form, "lead": part.lead}
    return render(request, "audits/people.html", context, status=status)


@requires(ANSWER)
@both
def uninvite(request: Request, return_id: int, contributor_id: int) -> HttpResponse:
    row, part = load(request, return_id)
    found = Contributor.objects.filter(pk=contributor_id, of=row).first()
    if found is None:
        raise Http404

    def do(given: Given) -> tuple[str, str]:
        helping.uninvite(return_id=row.pk, contributor_id=contributor_id, by=request.actor, at=business_now())
        return f"{found.email} does not see this return any more.", reverse("audits:people", args=[row.pk])

    words = Words(
        f"Take away {found.email}?",
        row.name,
        "Take away",
        reverse("audits:people", args=[row.pk]),
        intro="They will not see this return any more. What they wrote stays.",
        warning=True,
        refusals=() if part.lead else (LEAD_ONLY,),
    )
    return step(request, confirming(request), words, do)


@requires(ANSWER)
@both
def evidence(request: Request, return_id: int) -> HttpResponse:
    row, part = load(request, return_id)
    mine = [
        (q.code, f"{q.code} {q.text}")
        for s, questions in reads.asked(row).asked_of(row.kind)
        for q in questions
        if part.answers(s.code)
    ]
    refusals = () if mine and editable(row) else ("Evidence can be added by those who answer, until it is signed.",)
    initial = {"questions": [request.GET.get("for", "")], "kind": "file"}

    def do(given: Given) -> tuple[str, str]:
        helping.add_evidence(
            return_id=row.pk,
            title=given["title"],
            questions=given["questions"],
            link=given["link"],
            upload=given["upload"],
            expires=given["expires"],
            by=request.actor,
            at=business_now(),
            real_at=real_now(),
        )
        return "The evidence is with the return.", page_of(row)

    words = Words(
        "Add evidence",
        row.name,
        "Add it",
        page_of(row),
        refusals=refusals,
        intro="One document can serve many questions. Send nothing that names a child or a family.",
    )
    form = forms.EvidenceForm(request.POST or None, request.FILES or None, questions=mine, initial=initial)
    return step(request, form, words, do)


@requires(ANSWER)
@both
def remove_evidence(request: Request, return_id: int, evidence_id: int) -> HttpResponse:
    row, part = load(request, return_id)
    found = Evidence.objects.filter(pk=evidence_id, of=row).first()
    if found is None:
        raise Http404
    mine = part.lead or (part.works and found.by_id == request.user.pk)
    refusals = [] if mine else ["Only who gave it, or the lead, can take it away."]
    if not editable(row):
        refusals.append("The return was signed or handed in.")

    def do(given: Given) -> tuple[str, str]:
        helping.remove_evidence(return_id=row.pk, evidence_id=evidence_id, by=request.actor, at=business_now())
        return "The evidence is taken away.", page_of(row)

    words = Words(
        f"Take away ‘{found.title}’?", row.name, "Take away", page_of(row), warning=True, refusals=tuple(refusals)
    )
    return step(request, confirming(request), words, do)


@requires(ANSWER)
@both
def sign(request: Request, return_id: int) -> HttpResponse:
    row, part = load(request, return_id)
    posts = reads.asked(row).signed_by
    refusals = RETURN.refusals(row.state, "sign", reads.facts_of(row, part.signs, business_today()))
    if row.cycle.state != "open":
        refusals = ["The cycle is closed."]

    def do(given: Given) -> tuple[str, str]:
        signer = Signer(**{name: value for name, value in given.items() if name not in ("confirmed", "second")})
        signed = handing_in.sign(
            return_id=row.pk, signer=signer, by=request.actor, at=business_now(), real_at=real_now()
        )  # fmt: skip
        if signed.awaits_second:
            return f"It is signed. {signed.together_email} was asked to sign as well.", page_of(row)
        return "It is signed. Submit it to hand it in.", page_of(row)

    words = Words(
        "Sign it off",
        row.name,
        "Sign",
        page_of(row),
        refusals=tuple(refusals),
        intro="You answer for the content as it is now: a check sum of it is kept with your name. If something changes "
        "afterwards, it must be signed again.",
    )
    initial = {"name": request.user.name}
    form = forms.SignForm(request.POST or None, initial=initial, posts=posts, today=business_today())
    return step(request, form, words, do)


@requires(ANSWER)
@both
def countersign(request: Request, return_id: int) -> HttpResponse:
    row, part = load(request, return_id)
    posts, signature = reads.asked(row).signed_by, reads.current_signature(row)
    refusals = []
    if not part.countersigns or signature is None:
        refusals.append("Only who was asked to sign as well can do this.")
    elif not signature.awaits_second:
        refusals.append("It is signed already.")
    elif row.state != "signed" or row.cycle.state != "open":
        refusals.append(CLOSED)

    def do(given: Given) -> tuple[str, str]:
        handing_in.countersign(
            return_id=row.pk, name=given["name"], post=given["post"], by=request.actor, at=business_now()
        )
        return "You have signed. Whoever signed first can hand it in now.", page_of(row)

    words = Words(
        "Sign it as well", row.name, "Sign", page_of(row), refusals=tuple(refusals),
        intro=f"{signature.name if signature else ''} has signed it. Read it first: you answer for the content as it "
        "is now, and the check sum of what you both signed is kept.",
    )  # fmt: skip
    initial = {"name": request.user.name, "post": posts[1] if len(posts) > 1 else ""}
    return step(request, forms.CountersignForm(request.POST or None, initial=initial), words, do)


@requires(ANSWER)
@both
def take_back(request: Request, return_id: int) -> HttpResponse:
    row, part = load(request, return_id)

    def do(given: Given) -> tuple[str, str]:
        handing_in.take_back(return_id=row.pk, by=request.actor, at=business_now())
        return "The signature is taken back. Answers can be changed.", page_of(row)

    words = Words(
        "Take the signature back?",
        row.name,
        "Take it back",
        page_of(row),
        warning=True,
        refusals=tuple(RETURN.refusals(row.state, "take_back", Facts(signs=part.signs))),
    )
    return step(request, confirming(request), words, do)


@requires(ANSWER)
@both
def submit(request: Request, return_id: int) -> HttpResponse:
    row, part = load(request, return_id)
    refusals = RETURN.refusals(row.state, "submit", reads.facts_of(row, part.signs, business_today()))
    if row.cycle.state != "open":
        refusals = ["The cycle is closed."]

    def do(given: Given) -> tuple[str, str]:
        handing_in.submit(return_id=row.pk, by=request.actor, at=business_now(), real_at=real_now())
        return "Submitted. Thank you. A confirmation was sent by e-mail.", page_of(row)

    words = Words(
        "Submit it?",
        row.name,
        "Submit",
        page_of(row),
        refusals=tuple(refusals),
        intro="The partnership sees it from now on. It can be changed only if it is sent back to you.",
    )
    return step(request, confirming(request), words, do)
