"""A line of text for what a message carries beside words."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from provodnik.connectors.telegram.types import Carried, Said, Thing

_MINUTE = 60


def line(said: Said) -> str:
    """What a colleague reads: the thing, then the words; an edit says that it is one."""
    told = [_thing(said.carried)] if said.carried else []
    text = "\n".join([*told, said.text] if said.text else told)
    return _("Edited: %(text)s") % {"text": text} if said.is_edit else text


def _thing(carried: Carried) -> str:
    words = _WORDS[carried.thing]()
    seconds = carried.seconds
    lasts = "" if seconds is None else f"{seconds // _MINUTE}:{seconds % _MINUTE:02}"
    return " ".join(part for part in (words, lasts, carried.name) if part)


_WORDS: Mapping[Thing, Callable[[], str]] = {
    Thing.PHOTO: lambda: _("Photo"),
    Thing.VOICE: lambda: _("Voice message"),
    Thing.AUDIO: lambda: _("Audio"),
    Thing.VIDEO: lambda: _("Video"),
    Thing.VIDEO_NOTE: lambda: _("Video note"),
    Thing.ANIMATION: lambda: _("GIF"),
    Thing.DOCUMENT: lambda: _("File"),
    Thing.STICKER: lambda: _("Sticker"),
    Thing.LOCATION: lambda: _("Place on a map"),
    Thing.CONTACT: lambda: _("Contact"),
    Thing.POLL: lambda: _("Poll"),
    Thing.OTHER: lambda: _("A message that can be seen only in Telegram"),
}
