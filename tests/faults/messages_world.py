"""The school of the ten thousand messages, as a process beside the one that is killed.

`python -m tests.faults.messages_world make BOT_URL COUNT` makes it and puts COUNT messages in;
`… counts` prints what stands; `… wanted FROM TO` says which messages of the window are missing or
double. All as JSON, on the data directory of the environment.
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "provodnik.config.settings"
os.environ["PROVODNIK_POOL"] = "0"

CHATS = 400


def make(bot_url: str, count: int) -> dict[str, Any]:
    """A school with a bot for each way in, clients in chats, and messages to them."""
    from django.utils import timezone

    from provodnik.config.opening import open_school
    from provodnik.connectors.telegram.views import hook_secret
    from provodnik.kernel import schools
    from provodnik.kernel.accounts.services import connect
    from provodnik.kernel.accounts.types import NewAccount
    from provodnik.lake import services as lake

    # Metrics are compiled once a home; that is none of this test's business.
    lake.note_versions(now=timezone.now())
    lake.prepare()
    school = open_school(slug="many", name="Много", now=timezone.now())
    with schools.inside(school.pk):
        _hurry()
        posted, polled = (
            connect(
                NewAccount("telegram", mode, "12:t", {"mode": mode, "base_url": bot_url}),
                actor="staff:1",
                now=timezone.now(),
            )
            for mode in ("webhook", "polling")
        )
        _put_in(count, posted.pk)
    return {"hook": posted.hook, "secret": hook_secret(posted.hook), "polled": polled.pk}


def counts() -> dict[str, Any]:
    """How many messages came into the window, and where those going out stand."""
    from django.db.models import Count

    from provodnik.connectors.telegram.models import Update
    from provodnik.kernel.outbox.models import Message as Outgoing
    from provodnik.touches.desk.models import Message

    states = Outgoing.objects.order_by().values_list("state").annotate(Count("pk"))
    outcomes = Update.objects.order_by().values_list("outcome").annotate(Count("pk"))
    return {
        "in": Message.objects.filter(kind="in").count(),
        "out": dict(states),
        "updates": dict(outcomes),
    }


def ends() -> dict[str, Any]:
    """Each message by name: texts that came in with how often, states of those going out."""
    from provodnik.kernel.outbox.models import Message as Outgoing
    from provodnik.kernel.outbox.queries import Wanted, messages
    from provodnik.kernel.outbox.types import State
    from provodnik.touches.desk.models import Message

    listed = messages(Wanted(states=(State.UNCERTAIN,)), limit=1_000_000)
    return {
        "in": Counter(Message.objects.filter(kind="in").values_list("text", flat=True)),
        "out": dict(Outgoing.objects.values_list("body__text", "state")),
        "listed": sorted(str(one.body["text"]) for one in listed),
    }


def _hurry() -> None:
    """The pace and the waits of a test: no minute of silence before a claim counts as dead."""
    from django.utils import timezone

    from provodnik.method import queries, services
    from provodnik.method.types import Section

    body: dict[str, Any] = dict(queries.document(Section.SENDING).body)
    fast = {
        "per_second": 1000,
        "at_once": 20,
        "parallel": 4,
        "attempts": 1000,
        "first_retry_seconds": 1,
        "longest_retry_minutes": 1,
        "lease_seconds": 20,
    }
    body["channels"] = [{**one, **fast} for one in body["channels"]]
    services.edit(Section.SENDING, body, by=None, now=timezone.now(), reason="test")


def _put_in(count: int, account_id: int) -> None:
    from django.utils import timezone

    from provodnik.kernel.outbox.services import enqueue_many
    from provodnik.kernel.outbox.types import Outgoing

    many = [
        Outgoing(
            channel="telegram",
            account_id=account_id,
            recipient=str(1000 + number % CHATS),
            body={"text": f"out {number}"},
            key=f"test:{number}",
        )
        for number in range(count)
    ]
    # Twice: a retried decision puts nothing in a second time.
    assert enqueue_many(many, now=timezone.now()) == count
    assert enqueue_many(many, now=timezone.now()) == 0


def _main(command: str, *arguments: str) -> None:
    from provodnik.config import postgres

    postgres.ensure(Path(os.environ["PROVODNIK_HOME"]))
    import django

    django.setup()
    from provodnik.kernel import schools
    from provodnik.kernel.models import School

    if command == "make":
        told = make(arguments[0], int(arguments[1]))
    else:
        with schools.inside(School.objects.get().pk):
            told = {"counts": counts, "ends": ends}[command]()
    print(json.dumps(told))


if __name__ == "__main__":
    _main(*sys.argv[1:])
