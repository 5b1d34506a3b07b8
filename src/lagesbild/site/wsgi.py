"""What a server of the web runs."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lagesbild.site.settings")
application = get_wsgi_application()

# every address is known before the first page is asked for, and what is loaded by then is never looked through again
# for what could be thrown away: that took a tenth of a second, in the middle of somebody's page
get_resolver().reverse_dict  # noqa: B018 - it loads them
gc.collect()
gc.freeze()
