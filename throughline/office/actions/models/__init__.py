"""The tables of the tracker."""

from throughline.office.actions.models.actions import Action, DueMove, Handover
from throughline.office.actions.models.findings import Finding, Recommendation
from throughline.office.actions.models.proof import DigestRun, Evidence, ImpactCheck

__all__ = ["Action", "DigestRun", "DueMove", "Evidence", "Finding", "Handover", "ImpactCheck", "Recommendation"]
