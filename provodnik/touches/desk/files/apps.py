from django.apps import AppConfig


class DeskFilesConfig(AppConfig):
    name = "provodnik.touches.desk.files"
    label = "desk_files"
