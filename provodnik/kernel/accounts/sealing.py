"""Secrets at rest: readable only with the installation's key, which no backup holds."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_PURPOSE = b"provodnik.kernel.accounts"
_KEY_BYTES = 32


class Unreadable(ValueError):
    """The secret was sealed with another key: it must be written in again."""


def seal(secret: str) -> str:
    """Encrypt a secret, authenticated; an empty one stays empty."""
    return _box().encrypt(secret.encode()).decode() if secret else ""


def opened(sealed: str) -> str:
    """The secret again.

    Raises:  Unreadable
    """
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _box() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE)
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
