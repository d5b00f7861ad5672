from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "throughline.office.audits"
    label = "audits"

    def ready(self) -> None:
        from throughline.foundation.discovery import discover
        from throughline.office.audits import evidence_files  # noqa: F401  (says who may see them)

        discover("agency_records")
