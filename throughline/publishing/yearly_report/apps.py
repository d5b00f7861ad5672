from django.apps import AppConfig


class YearlyReportConfig(AppConfig):
    name = "throughline.publishing.yearly_report"
    label = "yearly_report"
    verbose_name = "Yearly report"

    def ready(self) -> None:
        """Says who may see the report's files, and answers what is published of a figure."""
        from throughline.foundation.documents.api import register_kind
        from throughline.foundation.figures import published
        from throughline.publishing.yearly_report import files, operations
        from throughline.publishing.yearly_report.published import published_figure

        register_kind(operations.FILE_KIND_DRAFT, may_see=files.may_see_draft)
        register_kind(operations.FILE_KIND_EDITION, may_see=files.may_see_edition)
        published.register(published_figure)
