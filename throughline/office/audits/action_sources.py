"""Self-assessments as a source of actions in the tracker."""

from collections.abc import Collection

from throughline.foundation.access.actors import Actor
from throughline.office.actions.api import Named, Source, register_source
from throughline.office.audits.models import CaseAudit, Return
from throughline.office.audits.operations.cases import KIND as CASE_KIND
from throughline.office.audits.operations.panel import KIND
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.queries.people import reader, visible


def _named(ids: Collection[int]) -> dict[int, Named]:
    rows = Return.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "name", "cycle__title")
    return {pk: Named(f"{name}, {title}", f"/self-assessments/{pk}/") for pk, name, title in rows}


def _may_see(actor: Actor, ids: Collection[int]) -> Collection[int]:
    return set(visible(reader(actor)).filter(pk__in=ids).values_list("pk", flat=True))


register_source(Source(KIND, "Self-assessment", named=_named, may_see=_may_see))


def _audits_named(ids: Collection[int]) -> dict[int, Named]:
    rows = CaseAudit.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "theme", "year")
    return {pk: Named(f"{theme}, {year}", f"/office/audits/cases/{pk}/") for pk, theme, year in rows}


def _may_see_audits(actor: Actor, ids: Collection[int]) -> Collection[int]:
    return list(ids) if actor.may(AuditsPermission.SEE_ALL) else []


register_source(Source(CASE_KIND, "Case file audit", named=_audits_named, may_see=_may_see_audits))
