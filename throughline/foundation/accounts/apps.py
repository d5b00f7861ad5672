from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "throughline.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        from throughline.foundation.accounts import receivers  # noqa: F401  (listens to the sign-in library)
