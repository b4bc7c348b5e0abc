"""A student's history is read by people: no kind of entry shows its own name."""

from provodnik.kernel import journal
from provodnik.web.event_words import EVENTS


def test_every_kind_of_entry_about_a_client_has_words() -> None:
    about_clients = {kind.name for kind in journal.kinds().values() if "client_id" in kind.needs}

    assert len(about_clients) > 100
    assert not about_clients - EVENTS.keys()
