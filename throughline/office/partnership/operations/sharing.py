"""Settles which organisations and groups partnerships share, from what all of them state.

The outcome depends on the statements alone, not on who was loaded first. Rows move between spaces with their history;
two rows that turn out to be one become one, and whatever pointed to the second points to the first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.names import key_of, slug_of
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.keeping_operations import Change
from throughline.foundation.tenancy.models import Partnership, ScopedModel, Space, SpacePartnership
from throughline.foundation.tenancy.operations import joint_space
from throughline.office.partnership.models import (
    AgencyInvolvement,
    Group,
    GroupPartner,
    GroupStatement,
    Organisation,
    PartnershipAlias,
)


@dataclass(frozen=True)
class Said:
    """A statement of a partnership about a body: `keys` are its names there, `named` the partnerships it names."""

    row: Any
    partnership: Partnership
    keys: frozenset[str]
    named: frozenset[int] = frozenset()


@operation(None)
def settle_sharing(*, by: Actor, at: datetime) -> list[Change]:
    """Brings organisations and groups of every partnership in line with what is stated. A step of the load."""
    with scope.unscoped(reason="what partnerships share is settled from what all of them state"):
        return _Settling().settle()


class _Settling:
    def __init__(self) -> None:
        self.partnerships = {each.pk: each for each in Partnership.objects.all()}
        self.homes = {
            row.space_id: self.partnerships[row.partnership_id]
            for row in SpacePartnership.objects.filter(space__kind=Space.Kind.HOME)
        }
        self.home_of = {partnership.pk: space_id for space_id, partnership in self.homes.items()}
        self.known_as = {key_of(each.name): each.pk for each in self.partnerships.values()}
        for alias in PartnershipAlias.objects.all():
            self.known_as.setdefault(key_of(alias.name), self.homes[alias.space_id].pk)
        self.linked: set[frozenset[int]] = set()
        self.changes: list[Change] = []

    def settle(self) -> list[Change]:
        self.groups()
        self.organisations()
        return self.changes

    def groups(self) -> None:
        said = [
            Said(
                row,
                self.homes[row.space_id],
                frozenset({key_of(row.name), *(key_of(alias.name) for alias in row.aliases.all())}),
                frozenset(self.known_as[key_of(name)] for name in row.joint_with if key_of(name) in self.known_as),
            )
            for row in GroupStatement.objects.prefetch_related("aliases")
        ]
        clusters = _clusters(said, lambda a, b: bool(_involved(a) & b.named or _involved(b) & a.named))
        targets = _Targets(Group, "group", clusters)
        for cluster in clusters:
            involved = sorted(frozenset().union(*map(_involved, cluster)))
            self.linked |= {frozenset((one, other)) for one in involved for other in involved if one < other}
            first = cluster[0].row
            fields = {"slug": slug_of(first.name), "name": first.name, "kind": first.kind}
            for name in ("short_name", "meets", "remit"):
                fields[name] = next(filter(None, (getattr(each.row, name) for each in cluster)), "")
            group = self.put(targets, cluster, involved, fields)
            self.partners(group, cluster, involved)

    def partners(self, group: Group, cluster: Sequence[Said], involved: Sequence[int]) -> None:
        """The partnerships of a joint group and every outside body that one of them names."""
        wanted: dict[str, Partnership | None] = {}
        if len(involved) > 1:
            wanted = {self.partnerships[pk].name: self.partnerships[pk] for pk in involved}
        keys = set(map(key_of, wanted))
        for name in (name for each in cluster for name in each.row.joint_with):
            if key_of(name) not in keys | set(self.known_as):
                keys.add(key_of(name))
                wanted[name] = None
        for row in GroupPartner.objects.filter(group=group):
            if row.name in wanted:
                _save_if_changed(row, {"partnership": wanted.pop(row.name), "space_id": group.space_id})
            else:
                row.delete()
        for name, partnership in wanted.items():
            GroupPartner(space_id=group.space_id, group=group, name=name, partnership=partnership).save()

    def organisations(self) -> None:
        said = [
            Said(
                row,
                self.homes[row.space_id],
                frozenset({key_of(row.name), *(key_of(alias.name) for alias in row.aliases.all())}),
            )
            for row in AgencyInvolvement.objects.prefetch_related("aliases")
        ]
        clusters = _clusters(said, lambda a, b: frozenset((a.partnership.pk, b.partnership.pk)) in self.linked)
        targets = _Targets(Organisation, "organisation", clusters)
        for cluster in clusters:
            involved = sorted(each.partnership.pk for each in cluster)
            self.put(targets, cluster, involved, {"name": cluster[0].row.name})

    def put(self, targets: "_Targets", cluster: Sequence[Said], involved: Sequence[int], fields: dict[str, Any]) -> Any:
        """The cluster's one record, in its right space with these fields; every statement of it points there."""
        if len(involved) == 1:
            space_id = self.home_of[involved[0]]
        else:
            space_id = joint_space(partnerships=[self.partnerships[pk] for pk in involved]).pk
        record, others = targets.take(cluster, space_id, fields["name"])
        moved = record is not None and record.space_id != space_id
        if record is None:
            record = targets.model(space_id=space_id, **fields)
            record.save()
        else:
            _save_if_changed(record, {**fields, "space_id": space_id})
        for each in cluster:
            targets.let_go(record, each.row)
            _save_if_changed(each.row, {targets.field: record})
        for other in others:
            _become(other, record)
        if moved or others:
            names = " and ".join(sorted(self.partnerships[pk].area for pk in involved))
            self.changes.append(Change("changed", record.name, f"one record for {names}"))
        return record


class _Targets:
    """The records that statements point to now, each given to one cluster at most."""

    def __init__(self, model: type[ScopedModel], field: str, clusters: Sequence[Sequence[Said]]) -> None:
        self.model, self.field = model, field
        self.statements = [each.row for cluster in clusters for each in cluster]
        self.records: dict[int, Any] = {row.pk: row for row in model.objects.order_by("pk")}
        self.users: dict[int, set[int]] = {}
        for at, cluster in enumerate(clusters):
            for each in cluster:
                self.users.setdefault(getattr(each.row, f"{field}_id"), set()).add(at)
        self.taken: set[int] = set()

    def let_go(self, record: Any, row: Any) -> None:
        """A statement of the same space that still points to the record waits for its own cluster's, so that two can
        change places without both pointing to one for a moment, which the database refuses."""
        for other in self.statements:
            if other is not row and other.space_id == row.space_id and getattr(other, f"{self.field}_id") == record.pk:
                type(other).objects.filter(pk=other.pk).update(**{self.field: None})
                setattr(other, self.field, None)

    def take(self, cluster: Sequence[Said], space_id: int, name: str) -> tuple[Any, list[Any]]:
        """(the record to be the cluster's, None when there is none; the others that no other cluster uses)."""
        used = {getattr(each.row, f"{self.field}_id") for each in cluster} - {None} - self.taken
        unused = {
            pk
            for pk, row in self.records.items()
            if not used and pk not in self.users and pk not in self.taken
            and row.space_id == space_id and row.name == name
        }  # fmt: skip
        choice = sorted(used | unused, key=lambda pk: (self.records[pk].space_id != space_id, pk))
        if not choice:
            return None, []
        self.taken.add(choice[0])
        others = [pk for pk in choice[1:] if len(self.users.get(pk, ())) == 1]
        self.taken.update(others)
        return self.records[choice[0]], [self.records[pk] for pk in others]


def _involved(said: Said) -> frozenset[int]:
    return said.named | {said.partnership.pk}


def _clusters(said: Iterable[Said], linked: Callable[[Said, Said], bool]) -> list[list[Said]]:
    """Statements about one body together, never two of one partnership. Slugs and names alone decide, not ids."""
    found: list[list[Said]] = []
    for each in sorted(said, key=lambda one: (one.partnership.slug, key_of(one.row.name), one.row.name)):
        joined = [each]
        for cluster in list(found):
            partnerships = {other.partnership.pk for other in joined}
            if any(other.partnership.pk in partnerships for other in cluster):
                continue
            if any(each.keys & other.keys and linked(each, other) for other in cluster):
                found.remove(cluster)
                joined = sorted([*cluster, *joined], key=lambda one: one.partnership.slug)
        found.append(joined)
    return sorted(found, key=lambda cluster: (cluster[0].partnership.slug, cluster[0].row.name))


def _become(other: Any, record: Any) -> None:
    """Whatever points to `other` points to `record` from now on, and `other` goes; its history stays."""
    for relation in type(other)._meta.related_objects:
        for row in relation.related_model.objects.filter(**{relation.field.name: other}):
            if relation.related_model is not GroupPartner:  # those are settled anew for the record that stays
                setattr(row, relation.field.name, record)
                row.save()
    other.delete()


def _save_if_changed(row: Any, fields: dict[str, Any]) -> None:
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(row, name, value)
        row.save()
