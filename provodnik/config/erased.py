"""Whether erased people are really gone: what `provodnik check` says of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from provodnik.facts.people.erasure import keys, repeating
from provodnik.facts.people.erasure.following import LOG

_JOBS_NEED = timedelta(hours=2)


def complaints(now: datetime) -> Iterator[tuple[bool, str]]:
    """What is amiss (True) or worth knowing (False), in words; nothing when all is well."""
    left = _count(
        "SELECT count(*) FROM erasure_erasure WHERE copies_at IS NULL AND erased_at < %s",
        now - _JOBS_NEED,
    )
    if left:
        words = _("%(count)s erasures are not finished: background jobs must run.")
        yield False, words % {"count": left}
    foreign = _count(
        "SELECT count(*) FROM erasure_erasedkey WHERE made_with <> %s", keys.made_with()
    )
    if foreign:
        words = _(
            "%(count)s keys of erased people are of another secret: put the old secret_key back,"
            " or imports may bring them back."
        )
        yield True, words % {"count": foreign}
    for line in repeating.logged(settings.HOME / LOG):
        if _count(_IS_BACK, line.school, line.client_id, line.erased_at):
            words = _(
                "client:%(client)s of school “%(school)s” was erased after this database was saved:"
                " run “provodnik erase client:%(client)s --school %(school)s --reason …”."
            )
            yield True, words % {"client": line.client_id, "school": line.school}


_IS_BACK = """
SELECT count(*) FROM people_client AS c JOIN kernel_school AS s ON s.id = c.school_id
WHERE s.slug = %s AND c.id = %s AND c.created_at <= %s AND c.erased_at IS NULL
"""


def _count(question: str, *params: str | int | datetime) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(question, params)
        row = cursor.fetchone()
    return int(row[0]) if row else 0
