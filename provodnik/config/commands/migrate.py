"""`provodnik migrate`: bring the tables to this version."""

from argparse import Namespace

from django.utils.translation import gettext as _

from provodnik.config import schema


def run(_arguments: Namespace) -> int:
    new = schema.pending()
    schema.migrate()
    for name in new:
        print(name)
    print(_("The tables are of this version."))
    return 0
