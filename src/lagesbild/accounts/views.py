"""A person's own pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from lagesbild.core.web import render


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Who one is signed in as."""
    return render(request, "accounts/me.html")
