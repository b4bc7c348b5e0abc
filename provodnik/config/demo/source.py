"""The demo school's own file: staff, products, names."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

_FILE = Path(__file__).with_name("school.yaml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StaffMember(_Strict):
    """One sign-in of the demo; `manager` is the key of whom they report to."""

    key: str
    role: str
    name: str
    email: str
    manager: str = ""


class ProductSource(_Strict):
    """A product; money in roubles, `pains` count from 1, links by key."""

    key: str
    kind: str
    name: str
    price: int
    status: str
    cost: int | None = None
    pains: tuple[int, ...] = ()
    next: tuple[str, ...] = ()
    cross: tuple[str, ...] = ()
    owner: str = ""
    audience: str = ""
    prerequisite: str = ""
    modules: int = 0


class School(_Strict):
    """All of school.yaml."""

    school: dict[str, str]
    password: str
    staff: tuple[StaffMember, ...]
    pains: tuple[str, ...]
    products: tuple[ProductSource, ...]
    cities: tuple[tuple[str, str], ...]
    goals: tuple[tuple[int, str], ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    unchanging: tuple[str, ...]

    def product(self, key: str) -> ProductSource:
        """Raises:  KeyError"""
        return {product.key: product for product in self.products}[key]


def read() -> School:
    """Read and check school.yaml."""
    body: Any = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return School.model_validate(body)
