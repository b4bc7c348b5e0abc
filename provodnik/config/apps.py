from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "provodnik.config"
    label = "config"

    def ready(self) -> None:
        from provodnik.config import wiring  # noqa: PLC0415 (apps must be loaded first)

        wiring.connect()
