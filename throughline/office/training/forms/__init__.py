"""What people type about training. A new part gets a module of its own, imported by it."""

from throughline.office.training.forms.finding import CalendarFilter
from throughline.office.training.forms.office import CancelForSomebody, PublicNote

__all__ = ["CalendarFilter", "CancelForSomebody", "PublicNote"]
