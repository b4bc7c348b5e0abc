"""Words of quality control that code knows."""

from enum import StrEnum


class Artefact(StrEnum):
    """What is checked by a checklist. The first two are drawn each day, a protocol by hand."""

    MESSAGE = "message"
    HOMEWORK = "homework"
    PROTOCOL = "protocol"
