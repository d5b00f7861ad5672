"""Findings, recommendations, actions and checks of effect in the golden thread.

Edges: a source's record → its findings (and actions that follow no recommendation) → recommendations → actions → checks
of effect that were judged.
"""

from collections.abc import Collection, Iterator, Mapping

from django.db.models import Q

from throughline.foundation.access.actors import Actor
from throughline.foundation.links.api import (
    Edge,
    Edges,
    Frontier,
    Kind,
    Named,
    Ref,
    Relation,
    register_edges,
    register_kind,
)
from throughline.foundation.ui import formats
from throughline.office.actions.models import Action, Finding, ImpactCheck, Recommendation
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.actions.queries import reader, standing_of_row, visible
from throughline.office.actions.rules import Verdict
from throughline.office.actions.sources import DIRECT, known
from throughline.office.actions.workflow import RECOMMENDATION

FINDING, RECOMMENDED, ACTION, CHECK = (
    "actions.finding", "actions.recommendation", "actions.action", "actions.check",
)  # fmt: skip
FOUND = 20


def _findings(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    if not actor.may(ActionsPermission.SEE_ALL):
        return {}
    return {row.pk: Named(row.text) for row in Finding.objects.filter(pk__in=ids)}


def _recommendations(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    if not actor.may(ActionsPermission.SEE_ALL):
        return {}
    return {
        row.pk: Named(
            row.text, f"/office/actions/recommendations/{row.pk}/", RECOMMENDATION.state(row.state).label.lower()
        )
        for row in Recommendation.objects.filter(pk__in=ids)
    }


def _named(row: Action) -> Named:
    return Named(str(row), f"/office/actions/{row.pk}/", standing_of_row(row).label.lower())


def _actions(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    return {row.pk: _named(row) for row in visible(reader(actor)).filter(pk__in=ids)}


def _find(actor: Actor, words: str) -> Mapping[int, Named]:
    found = visible(reader(actor))
    for word in words.split():
        found = found.filter(title__icontains=word)
    return {row.pk: _named(row) for row in found.order_by("title", "pk")[:FOUND]}


def _checks(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    rows = ImpactCheck.objects.filter(pk__in=ids, action__in=visible(reader(actor))).exclude(verdict="")
    return {row.pk: Named(_judged(row), f"/office/actions/{row.action_id}/") for row in rows}


def _judged(row: ImpactCheck) -> str:
    verdict = Verdict(row.verdict).label.split(":")[0]
    return f"{verdict}, {formats.day(row.judged_on)}: {row.found}" if row.judged_on else f"{verdict}: {row.found}"


def _forwards(frontier: Frontier) -> Iterator[Edge]:
    """Four queries at most."""
    above = {kind: ids for kind, ids in frontier.items() if known(kind) and kind != DIRECT}
    if above:
        wanted = Q()
        for kind, numbers in above.items():
            wanted |= Q(source_kind=kind, source_id__in=numbers)
        for kind, source_id, pk in Finding.objects.filter(wanted).values_list("source_kind", "source_id", "pk"):
            yield Edge(Ref(kind, source_id), Relation.LED_TO, Ref(FINDING, pk))
        direct = Action.objects.filter(wanted, recommendation=None)
        for kind, source_id, pk in direct.values_list("source_kind", "source_id", "pk"):
            yield Edge(Ref(kind, source_id), Relation.LED_TO, Ref(ACTION, pk))
    if ids := frontier.get(FINDING):
        for over, pk in Recommendation.objects.filter(finding_id__in=ids).values_list("finding_id", "pk"):
            yield Edge(Ref(FINDING, over), Relation.LED_TO, Ref(RECOMMENDED, pk))
    if ids := frontier.get(RECOMMENDED):
        for over, pk in Action.objects.filter(recommendation_id__in=ids).values_list("recommendation_id", "pk"):
            yield Edge(Ref(RECOMMENDED, over), Relation.LED_TO, Ref(ACTION, pk))
    if ids := frontier.get(ACTION):
        judged = ImpactCheck.objects.filter(action_id__in=ids).exclude(verdict="")
        for over, pk in judged.values_list("action_id", "pk"):
            yield Edge(Ref(ACTION, over), Relation.TESTED_BY, Ref(CHECK, pk))


def _backwards(frontier: Frontier) -> Iterator[Edge]:
    """Four queries at most."""
    if ids := frontier.get(CHECK):
        for pk, above in ImpactCheck.objects.filter(pk__in=ids).values_list("pk", "action_id"):
            yield Edge(Ref(ACTION, above), Relation.TESTED_BY, Ref(CHECK, pk))
    if ids := frontier.get(ACTION):
        rows = Action.objects.filter(pk__in=ids).values_list("pk", "recommendation_id", "source_kind", "source_id")
        for pk, above, kind, source_id in rows:
            if above is not None:
                yield Edge(Ref(RECOMMENDED, above), Relation.LED_TO, Ref(ACTION, pk))
            elif kind != DIRECT and source_id is not None:
                yield Edge(Ref(kind, source_id), Relation.LED_TO, Ref(ACTION, pk))
    if ids := frontier.get(RECOMMENDED):
        for pk, above in Recommendation.objects.filter(pk__in=ids).values_list("pk", "finding_id"):
            yield Edge(Ref(FINDING, above), Relation.LED_TO, Ref(RECOMMENDED, pk))
    if ids := frontier.get(FINDING):
        for pk, kind, source_id in Finding.objects.filter(pk__in=ids).values_list("pk", "source_kind", "source_id"):
            if kind != DIRECT and source_id is not None:
                yield Edge(Ref(kind, source_id), Relation.LED_TO, Ref(FINDING, pk))


register_kind(Kind(FINDING, "Finding", seen=_findings))
register_kind(Kind(RECOMMENDED, "Recommendation", seen=_recommendations))
register_kind(Kind(ACTION, "Action", seen=_actions, find=_find))
register_kind(Kind(CHECK, "Check of effect", seen=_checks))
register_edges(Edges("actions", forwards=_forwards, backwards=_backwards))
