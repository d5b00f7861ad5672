"""The door for other apps: write a machine, register it, fire its transitions, read the way a row has come."""

from throughline.foundation.workflow.machines import Guard, Machine, State, Transition
from throughline.foundation.workflow.models import StateEntered
from throughline.foundation.workflow.operations import Overtaken, begin, fire
from throughline.foundation.workflow.queries import way_of
from throughline.foundation.workflow.registry import machines, register

__all__ = [
    "Guard",
    "Machine",
    "Overtaken",
    "State",
    "StateEntered",
    "Transition",
    "begin",
    "fire",
    "machines",
    "register",
    "way_of",
]
