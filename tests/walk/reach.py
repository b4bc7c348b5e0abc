"""Which pages a walk must come to, and why the others are not come to."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

_METHOD_NOT_ALLOWED = 405
_EXAMPLES = {"IntConverter": 1, "SlugConverter": "x", "StringConverter": "x", "UUIDConverter": None}

_NEEDS = "stands only where somebody has begun it: the demo school has none"
_TOKEN = "opens by a token to a person without an account"
NOT_REACHED: dict[str, str] = {
    "design:gallery": "components with made-up samples, for who builds pages",
    "errors:healthz": "for machines",
    "shell:counters": "a part of a page that asks for itself",
    "signin:login": "whoever is signed in is sent home",
    "signin:email": "sends to one's own page",
    "signin:letter": _TOKEN,
    "go:link": _TOKEN,
    "guide:show": _TOKEN,
    "team:invitation": "shown once, after a form",
    "launches:compare": "asked by a form with the launches ticked",
    "imports:columns": _NEEDS,
    "imports:progress": _NEEDS,
    "imports:rejects": _NEEDS,
    "imports:download": _NEEDS,
    "path:publish": _NEEDS,
    "method:newer": _NEEDS,
    "erasing:stone": _NEEDS,
    "causes:show": _NEEDS,
    "causes:hypothesis": _NEEDS,
    "causes:export": _NEEDS,
    "answering:answer": _TOKEN,
    "connections:file": _NEEDS,
    "homework:file": _NEEDS,
    "quality:checks": _NEEDS,
    "relations:contact": "stands at clients whose people are named: the walk opens one client",
    "surveys:left_out": _NEEDS,
    "surveys:links": _NEEDS,
}
"""Addresses a walk need not come to, each with the reason."""


def pages(client: Client) -> set[str]:
    """Names of our addresses that answer GET: those that only take a form are no pages."""
    return {
        name
        for name, pattern in _patterns(get_resolver())
        if ":" in name and client.get(_example(name, pattern)).status_code != _METHOD_NOT_ALLOWED
    }


def kind_of(address: str) -> tuple[str, ...]:
    """The view behind an address and the names of its parameters: addresses of one kind."""
    told = urlsplit(address)
    return (resolve(told.path).view_name, *sorted({name for name, _ in parse_qsl(told.query)}))


def _patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _patterns(one, inner)
        elif one.name:
            yield f"{namespace}{one.name}", one


def _example(name: str, pattern: URLPattern) -> str:
    kinds = pattern.pattern.converters
    told = {key: _EXAMPLES[type(kind).__name__] for key, kind in kinds.items()}
    return reverse(name, kwargs=told)
