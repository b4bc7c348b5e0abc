from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "provodnik.web.shell"
    label = "shell"
