"""Every machine of the product, registered by the apps' workflow.py while the site starts."""

from throughline.foundation.workflow.machines import Machine

_machines: dict[str, Machine] = {}


def register(machine: Machine) -> Machine:
    if machine.name in _machines:
        raise ValueError(f"The machine '{machine.name}' is registered twice.")
    _machines[machine.name] = machine
    return machine


def machines() -> list[Machine]:
    return [_machines[name] for name in sorted(_machines)]


def find(name: str) -> Machine:
    """Raises KeyError."""
    return _machines[name]
