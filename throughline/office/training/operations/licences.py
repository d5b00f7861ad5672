"""Licences for tools: awarded after an assessment, renewed, withdrawn; tools used with families; promises kept."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.foundation.ui import formats
from throughline.office.training.models import Delivery, Licence, Promise, Tool, ToolUse
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.rules.learning import months_later, quarter_start


@operation(TrainingPermission.LICENSE)
def add_tool(*, name: str, owner: str, months: int | None, by: Actor) -> Tool:
    """A tool that needs a licence. Raises Refused when there is one of that name."""
    home = scope.current().home_id
    if Tool.objects.filter(space_id=home, name=name.strip()).exists():
        raise Refused(f"‘{name.strip()}’ is on record already.")
    return Tool.objects.create(space_id=home, name=name.strip(), owner=owner.strip(), months=months)


@operation(TrainingPermission.LICENSE)
def award_licence(
    *, tool_id: int, person: User, organisation_id: int | None, number: str, is_trainer: bool, trained_on: date,
    assessed_on: date, assessor: str, trained_by_id: int | None, by: Actor, today: date,
) -> Licence:  # fmt: skip
    """TR-110 to TR-112. Of a person who holds one of this tool it is the renewal; of one assessed later it
    is the licence before. Raises Refused, Tool.DoesNotExist."""
    tool = Tool.objects.select_for_update().get(pk=tool_id)
    if assessed_on > today:
        raise Refused("The assessment cannot be in the future: a licence is given once it is passed.")
    if assessed_on < trained_on:
        raise Refused("The assessment cannot be before the training.")
    trainer = Licence.objects.filter(pk=trained_by_id, tool=tool).first() if trained_by_id else None
    if trained_by_id and trainer is None:
        raise Refused("The trainer has no licence for this tool.")
    if trainer is not None:
        trainer = _held_on(trainer, trained_on)
    held = Licence.objects.filter(tool=tool, person=person, withdrawn_on=None).order_by("assessed_on", "pk")
    before = held.filter(renewed_by=None, assessed_on__lte=assessed_on).last()
    # The one that took this one's place, where it was recorded first.
    later = held.filter(renews=None, renewed_by=None, assessed_on__gt=assessed_on).first()
    expires = months_later(assessed_on, tool.months) if tool.months else None
    try:
        with transaction.atomic():
            licence = Licence.objects.create(
                space_id=tool.space_id, tool=tool, person=person, organisation_id=organisation_id,
                number=number.strip(), is_trainer=is_trainer, trained_on=trained_on, assessed_on=assessed_on,
                assessor=assessor.strip(), trained_by=trainer, expires_on=expires, renews=before,
            )  # fmt: skip
            if later is not None:
                later.renews = licence
                later.save(update_fields=["renews"])
            return licence
    except IntegrityError as error:
        raise Refused(f"The licence number {number.strip()} is given already.") from error


def _held_on(trainer: Licence, on: date) -> Licence:
    """TR-111: the trainer's licence that held on the day of the training, whatever became of it later."""
    held = Licence.objects.filter(
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=on),
        Q(expires_on=None) | Q(expires_on__gte=on),
        Q(renewed_by=None) | Q(renewed_by__assessed_on__gt=on),
        tool=trainer.tool_id, person=trainer.person_id, is_trainer=True, assessed_on__lte=on,
    )  # fmt: skip
    found = held.order_by("assessed_on", "pk").last()
    if found is None:
        raise Refused(f"{trainer.person} held no trainer's licence on {formats.day(on)} (TR-111).")
    return found


@operation(TrainingPermission.LICENSE)
def withdraw_licence(*, licence_id: int, reason: str, by: Actor, today: date) -> Licence:
    """For good, with a reason. Withdrawn already: nothing changes. One that was renewed holds no more: the newer one is
    withdrawn. Raises Refused, Licence.DoesNotExist."""
    if not reason.strip():
        raise Refused("Say why the licence is withdrawn.")
    licence = Licence.objects.select_for_update().get(pk=licence_id)
    newer = Licence.objects.filter(renews=licence).first()
    if newer is not None:
        raise Refused(f"This licence was renewed. Withdraw {newer.number}, which took its place.")
    if licence.withdrawn_on is None:
        licence.withdrawn_on, licence.withdraw_reason = today, reason.strip()
        licence.save(update_fields=["withdrawn_on", "withdraw_reason"])
    return licence


@operation(TrainingPermission.LICENSE)
def return_uses(*, tool_id: int, organisation_id: int, quarter: date, families: int, by: Actor, today: date) -> ToolUse:
    """What an agency returned for a quarter; returned again, it is revised with its history. Raises Refused."""
    tool = Tool.objects.get(pk=tool_id)
    if quarter != quarter_start(quarter):
        raise Refused("A quarter begins on 1 January, 1 April, 1 July or 1 October.")
    if quarter > today:
        raise Refused("This quarter has not begun.")
    found = ToolUse.objects.select_for_update().filter(
        tool=tool, organisation_id=organisation_id, quarter=quarter
    ).first()  # fmt: skip
    if found is None:
        return ToolUse.objects.create(
            space_id=tool.space_id, tool=tool, organisation_id=organisation_id, quarter=quarter, families=families
        )
    if found.families != families:
        found.families = families
        found.save(update_fields=["families"])
    return found


@operation(TrainingPermission.LICENSE)
def promise_delivery(*, tool_id: int, person: User, times: int, by_day: date, by: Actor, today: date) -> Promise:
    """Somebody trained to deliver promises to, so many times by a day; once more on the day, it takes the place of the
    first. Raises Refused."""
    tool = Tool.objects.get(pk=tool_id)
    if by_day <= today:
        raise Refused("The day by which it is promised must be after today.")
    trainer = Licence.objects.filter(tool=tool, person=person, is_trainer=True, withdrawn_on=None).exists()
    if not trainer:
        raise Refused(f"{person} holds no trainer's licence for {tool}.")
    promise, made = Promise.objects.get_or_create(
        tool=tool, person=person, agreed_on=today,
        defaults={"space_id": tool.space_id, "times": times, "by_day": by_day},
    )  # fmt: skip
    if not made and (promise.times, promise.by_day) != (times, by_day):
        promise.times, promise.by_day = times, by_day
        promise.save(update_fields=["times", "by_day"])
    return promise


@operation(TrainingPermission.LICENSE)
def record_delivery(*, promise_id: int, day: date, people: int, by: Actor, today: date) -> Delivery:
    """The programme was delivered on a day; the same day again revises the number. Raises Refused."""
    promise = Promise.objects.get(pk=promise_id)
    if not promise.agreed_on <= day <= today:
        raise Refused("A delivery is on a day between the promise and today.")
    delivery, made = Delivery.objects.get_or_create(
        promise=promise, day=day, defaults={"space_id": promise.space_id, "people": people}
    )
    if not made and delivery.people != people:
        delivery.people = people
        delivery.save(update_fields=["people"])
    return delivery
