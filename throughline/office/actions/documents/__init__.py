"""Documents about actions."""

from throughline.office.actions.documents.report import group_report

__all__ = ["group_report"]
