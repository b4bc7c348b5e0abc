"""Accounts and the staff of a school."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class UserManager(BaseUserManager["User"]):
    """Accounts by e-mail."""

    def create_user(self, email: str, password: str | None = None) -> "User":
        user = self.model(email=self.normalize_email(email).lower())
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. One account may work in several schools, through `Staff`."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="ru")
    theme = models.CharField(max_length=10, default="auto")
    single_keys = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return f"user:{self.pk}"


class Staff(SchoolModel):
    """A member of a school's team, in one role of the method.

    `external_name` is how an export names this person; a manager met in an export
    becomes a member without an account.

    Invariants, held by the database:
    - an account is at most one member of a school;
    - an external name means one member;
    - nobody is above themselves, directly or through others (a trigger, see the migration).
    """

    SEARCHED = True

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=400)
    role = models.CharField(max_length=40)
    manager = SchoolForeignKey("self", null=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    external_name = models.CharField(max_length=200, null=True)
    created_at = models.DateTimeField()
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="staff_account_once_a_school",
                fields=["school", "user"],
                condition=Q(user__isnull=False),
            ),
            models.UniqueConstraint(
                name="staff_external_name_is_one_person",
                fields=["school", "external_name"],
                condition=Q(external_name__isnull=False),
            ),
            models.CheckConstraint(name="nobody_manages_themselves", condition=~Q(manager=F("pk"))),
        ]

    def __str__(self) -> str:
        return f"staff:{self.pk}"


class GradeTurn(SchoolModel):
    """From a day on a member has a grade: a step of the method's ladder, by its key."""

    staff = SchoolForeignKey(Staff, on_delete=models.CASCADE)
    grade = models.CharField(max_length=60)
    from_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    by = SchoolForeignKey(Staff, null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_grade_turns_once_a_day", fields=["school", "staff", "from_on"]
            )
        ]


class SavedView(SchoolModel):
    """A question a member asks often, kept under their own name for it.

    `page` is the page's key, `query` the address's own part: what was asked, not its answer.
    """

    staff = SchoolForeignKey(Staff, on_delete=models.CASCADE)
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="view_named_once_a_page", fields=["school", "staff", "page", "name"]
            )
        ]
