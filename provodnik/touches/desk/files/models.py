"""What was attached to messages."""

from django.db import models

from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.touches.desk.models import Message


class MessageFile(SchoolModel):
    """A file of a message. `path` is relative to the folder of files, its name there is ours."""

    message = SchoolForeignKey(Message, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    path = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["school", "message"], name="files_of_message")]
