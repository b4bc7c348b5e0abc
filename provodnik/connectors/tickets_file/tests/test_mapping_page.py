"""A file nobody knows the columns of: a person says what they mean, the school remembers."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from provodnik.kernel.imports import services
from provodnik.kernel.imports.models import ImportProfile
from provodnik.kernel.models import School
from provodnik.touches.desk.models import Ticket
from provodnik.web.tests.members import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-123")]

HEADER = "Кейс;Кто;Когда завели;Готово"
MEANING = {"Кейс": "ticket", "Кто": "client", "Когда завели": "opened_at", "Готово": "resolved_at"}


def sent(client: Client, row: str) -> str:
    """The address of the step of columns for a file with one row."""
    file = SimpleUploadedFile("chats.csv", f"{HEADER}\n{row}\n".encode(), "text/csv")
    found: str = client.post("/imports/", {"file": file}).headers["Location"]
    return found.replace("kind=", "kind=tickets&was=")


def loaded(client: Client, school: School, address: str, **told: str) -> None:
    response = client.post(address, {"do": "load", **told})
    run_id = int(response.headers["Location"].strip("/").split("/")[-1])
    services.run_to_end(school_id=school.pk, run_id=run_id, now=school.created_at)


def test_columns_of_requests_are_named_once_and_remembered(
    client: Client, school: School, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    sign_in(client)
    address = sent(client, "C-1;anna@mail.ru;01.06.2026 10:00;02.06.2026 10:00")
    page = client.get(address).text
    decided = {f"column:{key}": target for key, target in MEANING.items()}

    loaded(client, school, address, **decided, remember_as="Чаты")
    again = sent(client, "C-2;anna@mail.ru;03.06.2026 10:00;")
    loaded(client, school, again, **decided)

    assert "Обращения" in page and "Когда открыто" in page
    assert ImportProfile.objects.get().mapping == MEANING
    assert "колонки как «Чаты»" in client.get(again).text
    assert Ticket.objects.count() == 2
