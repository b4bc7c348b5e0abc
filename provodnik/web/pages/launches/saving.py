"""Writing a launch down, with every refusal said in its field."""

from django.utils import timezone
from django.utils.translation import gettext as _

from provodnik.facts.people.models import Client
from provodnik.facts.people.queries.keys import clients_of_keys
from provodnik.facts.sales.errors import (
    LaunchDates,
    LaunchNameTaken,
    OwnersMissing,
    SpeakerIsNoAlumnus,
)
from provodnik.facts.sales.models import Launch
from provodnik.facts.sales.services import launches
from provodnik.facts.sales.types import NewLaunch
from provodnik.web.pages.launches.forms import LaunchForm


def saved(form: LaunchForm, launch_id: int | None, actor: str) -> int | None:
    """The launch's id, or None with the refusal in the form."""
    speaker_id = _speaker(form)
    if form.errors:
        return None
    try:
        return _write(form.to_launch(speaker_id), launch_id, actor)
    except LaunchNameTaken:
        form.add_error("name", _("Another launch has this name."))
    except LaunchDates:
        form.add_error("ends_on", _("The last day comes before the first."))
    except OwnersMissing:
        form.add_error(
            "marketing_owner",
            _("This format is led together: name who answers here and in marketing."),
        )
    except SpeakerIsNoAlumnus:
        form.add_error(
            "speaker",
            _("The speaker of this format has finished a product here. Choose a graduate."),
        )
    return None


def key_of(client_id: int | None) -> str:
    """How a client is named in a field: by the id of the export."""
    if client_id is None:
        return ""
    found = Client.objects.filter(pk=client_id).values_list("external_name", flat=True).first()
    return found or ""


def _speaker(form: LaunchForm) -> int | None:
    written = form.cleaned_data["speaker"].strip()
    if not written:
        return None
    client_id = clients_of_keys([written]).get(written)
    if client_id is None:
        form.add_error("speaker", _("Nobody was found by this, or more than one person."))
    return client_id


def _write(told: NewLaunch, launch_id: int | None, actor: str) -> int:
    now = timezone.now()
    if launch_id is not None:
        return launches.edit_launch(launch_id, told, actor=actor, now=now).pk
    if Launch.objects.filter(name=told.name).exists():
        raise LaunchNameTaken(told.name)
    return launches.open_launch(told, actor=actor, now=now).pk
