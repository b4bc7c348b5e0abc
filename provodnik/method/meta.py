"""Walking a shape: each leaf with its value, its field and what the field promises. No Django."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from provodnik.method.shapes.base import Item, Ref, Shape, Takes


@dataclass(frozen=True, slots=True)
class Leaf:
    """One plain value of a method: where it stands and what its field promises.

    `trail` counts the items of lists, `steps` names them by key; `item_key` is the
    key of the outermost listed item around it, "" outside lists.
    """

    trail: tuple[str | int, ...]
    steps: tuple[str, ...]
    value: object
    ref: Ref | None
    takes: Takes | None
    item_key: str

    def path(self, section: str) -> str:
        return ".".join((section, *self.steps))


def leaves(shape: Shape) -> Iterator[Leaf]:
    """Every plain value in a section, lists of values taken apart."""
    yield from _inside(shape, (), (), "")


def promises(field: FieldInfo) -> tuple[object, ...]:
    """Our own marks on a field, wherever its annotation hides them."""
    return (*field.metadata, *_marks(field.annotation))


def promise[M](field: FieldInfo, mark: type[M]) -> M | None:
    """The field's mark of one kind, if it carries one."""
    return next((found for found in promises(field) if isinstance(found, mark)), None)


def _marks(annotation: object) -> Iterator[object]:
    if get_origin(annotation) is Annotated:
        yield from get_args(annotation)[1:]
    for argument in get_args(annotation):
        yield from _marks(argument)


def _inside(
    shape: BaseModel, trail: tuple[str | int, ...], steps: tuple[str, ...], item_key: str
) -> Iterator[Leaf]:
    for name, field in type(shape).model_fields.items():
        value = getattr(shape, name)
        if not isinstance(value, tuple):
            yield from _one(value, field, (*trail, name), (*steps, name), item_key)
            continue
        for number, one in enumerate(value):
            step = one.key if isinstance(one, Item) else str(number)
            place, named = (*trail, name, number), (*steps, name, str(step))
            yield from _one(one, field, place, named, item_key or str(step))


def _one(
    value: object,
    field: FieldInfo,
    trail: tuple[str | int, ...],
    steps: tuple[str, ...],
    item_key: str,
) -> Iterator[Leaf]:
    if isinstance(value, BaseModel):
        yield from _inside(value, trail, steps, item_key)
    elif value is not None:
        ref, takes = promise(field, Ref), promise(field, Takes)
        yield Leaf(trail, steps, value, ref, takes, item_key)
