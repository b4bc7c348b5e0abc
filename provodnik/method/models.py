"""A school's own copy of the method, and how it came to be what it is."""

from django.db import models
from django.db.models import Q

from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.method.types import Section


class MethodDocument(SchoolModel):
    """One section of the method as a school keeps it.

    `base_body` is the shipped section the school's own grew from: a newer method is
    compared with it, so that what the school changed is told from what we did.

    Invariants, held by the database:
    - a school has one document a section;
    - the section is known, revisions begin with 1.
    """

    section = models.CharField(max_length=40)
    body = models.JSONField()
    base_body = models.JSONField()
    base_version = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField()
    edited_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_method_document_a_section", fields=["school", "section"]
            ),
            models.CheckConstraint(
                name="method_section_is_known", condition=Q(section__in=values(Section))
            ),
            models.CheckConstraint(
                name="method_revision_is_positive", condition=Q(revision__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}#{self.revision}"


class MethodRevision(SchoolModel):
    """A section as it stood at one revision: who made it so, when and why. Never changed."""

    document = SchoolForeignKey(MethodDocument, models.CASCADE)
    revision = models.PositiveIntegerField()
    body = models.JSONField()
    base_version = models.PositiveIntegerField()
    edited_at = models.DateTimeField()
    edited_by = models.BigIntegerField(null=True)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="method_revision_stands_once", fields=["school", "document", "revision"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id}#{self.revision}"
