"""How far a folder was read, and which letters were taken from it."""

from django.db import models
from django.db.models import Q

from provodnik.connectors.email.types import LetterKind
from provodnik.kernel.accounts.models import ChannelAccount
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.touches.desk.models import Message


class MailFolder(SchoolModel):
    """A folder of a mail box. `last_uid` is the last letter read under `uid_validity`.

    A server that numbers its letters anew says another validity: the folder is read again, and
    letters taken before are known by their Message-ID.
    """

    account = SchoolForeignKey(ChannelAccount, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    uid_validity = models.BigIntegerField()
    last_uid = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="mail_folder_once", fields=["school", "account", "name"])
        ]


class Letter(SchoolModel):
    """A letter that was taken. `name` is its Message-ID, `message` what it became at the desk.

    Invariants, held by the database: a letter of a mail box is taken once; its kind is known.
    """

    account = SchoolForeignKey(ChannelAccount, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    message = SchoolForeignKey(Message, null=True, on_delete=models.CASCADE)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="letter_is_taken_once", fields=["school", "account", "name"]
            ),
            models.CheckConstraint(
                name="letter_kind_is_known", condition=Q(kind__in=values(LetterKind))
            ),
        ]
