"""Nothing kept about a client is forgotten when a person is erased: walked over all models."""

from collections.abc import Iterator

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models

from provodnik.facts.people.models import Client
from provodnik.kernel import erasure
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import JournalEntry, SchoolModel
from provodnik.kernel.tenancy import links, school_models

# The journal has its own way, held by the database. Lists of ids beside a row name nobody.
APART = (JournalEntry,)
PLAIN_IDS = ("client_id", "subject_id")


def declared(model: type[SchoolModel]) -> list[erasure.Trace]:
    return [trace for trace in erasure.traces() if trace.model is model]


def is_declared(model: type[SchoolModel], field: str) -> bool:
    return any(by.split("__")[0] == field for trace in declared(model) for by in trace.by)


def links_to_clients() -> Iterator[tuple[type[SchoolModel], str]]:
    """Every column by which a row is somebody's: links, and ids kept without one."""
    for model in school_models():
        if model in APART:
            continue
        for field in links(model):
            if field.remote_field.model is Client:
                yield model, field.name
        for plain in model._meta.local_fields:
            if not isinstance(plain, SchoolForeignKey) and plain.name in PLAIN_IDS:
                yield model, plain.name


def parts_of_what_stays() -> Iterator[tuple[type[SchoolModel], str]]:
    """Rows that hang on a row which stays: they would stay with it, unseen."""
    staying = {t.model for t in erasure.traces() if t.blanks is not None} - {Client}
    for model in school_models():
        for field in links(model):
            owner = field.remote_field.model
            is_part = field.remote_field.on_delete is models.CASCADE and owner in staying
            if is_part and any(map(is_words, model._meta.local_fields)):
                yield model, field.name


def is_words(field: "models.Field[object, object]") -> bool:
    inner = field.base_field if isinstance(field, ArrayField) else field
    return isinstance(inner, models.CharField | models.TextField | models.JSONField)


@pytest.mark.parametrize(("model", "field"), list(links_to_clients()), ids=str)
def test_each_table_that_leads_to_a_client_says_what_becomes_of_it(
    model: type[SchoolModel], field: str
) -> None:
    name = f"{model.__module__}.{model.__name__}.{field}"

    assert is_declared(model, field), f"say in traces.py what becomes of {name}"


@pytest.mark.parametrize(("model", "field"), list(parts_of_what_stays()), ids=str)
def test_rows_that_hang_on_kept_ones_say_so_too(model: type[SchoolModel], field: str) -> None:
    assert declared(model), f"{model.__name__} holds words and hangs on a kept row by {field}"


@pytest.mark.parametrize("model", dict.fromkeys(t.model for t in erasure.traces()), ids=str)
def test_each_column_of_words_in_a_kept_table_is_blanked_or_said_to_be_a_code(
    model: type[SchoolModel],
) -> None:
    traces = declared(model)
    if all(trace.blanks is None for trace in traces):
        return
    told = {name for trace in traces for name in (*(trace.blanks or {}), *trace.keeps)}

    silent = [f.name for f in model._meta.local_fields if is_words(f) and f.name not in told]

    assert silent == []


@pytest.mark.parametrize("trace", erasure.traces(), ids=lambda t: t.model.__name__)
def test_traces_name_columns_that_exist(trace: erasure.Trace) -> None:
    known = {field.name for field in trace.model._meta.local_fields}

    assert {*(trace.blanks or {}), *trace.keeps} <= known
