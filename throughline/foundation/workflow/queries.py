"""The way a row has come."""

from django.db.models import QuerySet

from throughline.foundation.workflow.machines import Machine
from throughline.foundation.workflow.models import StateEntered


def way_of(machine: Machine, row_id: int) -> QuerySet[StateEntered]:
    """Every state that the row entered, the first one first, with who did it. One query."""
    return StateEntered.objects.filter(machine=machine.name, row_id=row_id).select_related("by").order_by("pk")
