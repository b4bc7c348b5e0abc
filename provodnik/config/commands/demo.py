"""`provodnik demo`: a believable demo school, and how to sign in to it."""

from argparse import Namespace
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from provodnik.config.commands.refusal import Refusal
from provodnik.config.demo import load, source
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.method import queries as method


def run(arguments: Namespace) -> int:
    told = source.read()
    slug = told.school["slug"]
    known = School.objects.filter(slug=slug).first()
    if known is not None and not arguments.if_absent:
        raise Refusal(_("The demo school is there already."))
    if known is None:
        known = load.make(now=datetime.now(UTC))
    _print_sign_ins(told, known)
    return 0


def _print_sign_ins(told: source.School, school: School) -> None:
    with schools.inside(school.pk):
        titles = {role.key: role.title for role in method.roles().roles}
    print(_("Password of everyone: %(password)s") % {"password": told.password})
    for member in told.staff:
        print(f"  {member.email:<26}{titles.get(member.role, member.role)}, {member.name}")
