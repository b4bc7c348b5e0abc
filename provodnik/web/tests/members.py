"""Signed-in members for tests of pages."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from provodnik.facts.team.models import Staff, User
from provodnik.facts.team.tests.factories import make_staff, make_user

HEAD = "head_of_product_and_service"
PASSWORD = "long phrase 17"


def sign_in(client: Client, role: str = HEAD, name: str = "Ольга Седова") -> Staff:
    """A member of the current school, signed in."""
    staff = make_staff(name, role, user=make_user())
    assert staff.user is not None
    client.force_login(staff.user)
    return staff


def with_password(email: str) -> User:
    """An account that can sign in by a password."""
    return User.objects.create_user(email, PASSWORD)


def cost_of(client: Client, address: str) -> int:
    """How many questions a page asks the database, once what is remembered is remembered."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200
    return len(asked)
