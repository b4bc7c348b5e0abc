"""Digests of what named the erased: enough to know a row again, and to tell nobody who it was."""

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

from provodnik.facts.people.erasure.models import ErasedKey
from provodnik.kernel import schools

_PURPOSE = "provodnik erased key"


def digest(value: str) -> str:
    """The digest of an e-mail or id in the current school; case and blanks do not matter.

    Keyed with the installation's secret: without it, nobody finds the value by trying.
    """
    told = f"{_PURPOSE}:{schools.current()}:{value.strip().lower()}"
    return hmac.new(settings.SECRET_KEY.encode(), told.encode(), hashlib.sha256).hexdigest()


def made_with() -> str:
    """Which secret digests are made with now, without telling it."""
    told = f"{_PURPOSE}:which".encode()
    return hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()[:8]


def remember(client_id: int, values: Iterable[str]) -> None:
    """Keep the digests of what named a person. Again changes nothing."""
    ErasedKey.objects.bulk_create(
        (
            ErasedKey(
                school_id=schools.current(),
                digest=digest(value),
                made_with=made_with(),
                client_id=client_id,
            )
            for value in sorted({value.strip().lower() for value in values} - {""})
        ),
        ignore_conflicts=True,
    )


def erased_among(values: Iterable[str]) -> set[str]:
    """Those of the values that name somebody erased. One query, as long as the list of erased."""
    known = set(ErasedKey.objects.values_list("digest", flat=True))
    return {value for value in values if digest(value) in known} if known else set()


def lift(values: Iterable[str]) -> None:
    """Let these names in again: a colleague adds the person by hand, so the person came back."""
    ErasedKey.objects.filter(digest__in=[digest(value) for value in values]).delete()
