"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from provodnik.config import logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "provodnik.config.settings")
# Each worker of the server is a process of its own, which nobody else has told how to write.
logging.configure()
application = get_wsgi_application()
