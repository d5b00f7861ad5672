from django.apps import AppConfig


class DatasetConfig(AppConfig):
    name = "throughline.office.dataset"
    label = "dataset"

    def ready(self) -> None:
        """Says who may see the packs' files."""
        from throughline.foundation.documents.api import register_kind
        from throughline.office.dataset import files
        from throughline.office.dataset.operations import packs

        register_kind(packs.KIND, may_see=files.may_see_pack)
