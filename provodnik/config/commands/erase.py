"""`provodnik erase`: a person out of a school, at their request."""

import sys
from argparse import Namespace
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from provodnik.config.commands import schools as found
from provodnik.config.commands.refusal import Refusal
from provodnik.facts.people.erasure import following, queries, services
from provodnik.facts.people.erasure.queries import ErasureRow
from provodnik.facts.people.models import Client, ClientKey
from provodnik.kernel import schools
from provodnik.kernel.models import School


def run(arguments: Namespace) -> int:
    school, now = found.named(arguments.school), datetime.now(UTC)
    with schools.inside(school.pk):
        client_id = _named(arguments.client)
        if not arguments.yes and not _is_agreed(client_id):
            raise Refusal(_("Nothing was erased."))
        done = services.erase(client_id, request=arguments.reason, now=now, actor="command")
    are_gone = following.finish(school.pk, done.pk, now=now)
    with schools.inside(school.pk):
        row = queries.erasure_of(done.client_id)
    assert row is not None
    _tell(school, row, are_gone=are_gone)
    return 0


def _named(name: str) -> int:
    """The client of this number on the card, e-mail or outside id.

    Raises:  Refusal: nobody, or several
    """
    by_key = ClientKey.objects.filter(value__in={name, name.lower()})
    ids = set(by_key.values_list("client_id", flat=True))
    number = name.removeprefix("client:")
    if number.isdecimal() and (not ids or number != name):
        ids = set(Client.objects.filter(pk=int(number)).values_list("pk", flat=True))
    if len(ids) != 1:
        words = (
            _("Several people are called “%(name)s”. Give the number from the card: client:12.")
            if ids
            else _("Nobody is called “%(name)s” here: an e-mail, an id or client:12 is needed.")
        )
        raise Refusal(words % {"name": name})
    return ids.pop()


def _is_agreed(client_id: int) -> bool:
    who = Client.objects.get(pk=client_id).name
    print(_("Erasing cannot be undone. Who: %(who)s") % {"who": who})
    print(_("Type yes to erase: "), end="", flush=True)
    return sys.stdin.readline().strip().lower() in {"yes", _("yes")}


def _tell(school: School, row: ErasureRow, *, are_gone: bool) -> None:
    told = {"client": row.client_id, "school": school.slug}
    print(_("client:%(client)s of school “%(school)s” is erased; only sums are left.") % told)
    if not are_gone:
        print(_("Copies of imported files go when the import at work is over."))
    for backup in row.backups:
        words = "%(path)s" if backup.is_there else _("%(path)s (not there any more)")
        print(
            _("Still in the backup of %(at)s: %(where)s")
            % {
                "at": backup.taken_at.isoformat(timespec="minutes"),
                "where": words % {"path": backup.path},
            }
        )
