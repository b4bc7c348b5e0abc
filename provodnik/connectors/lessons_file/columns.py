"""Titles under which tables of lessons come."""

from provodnik.kernel.imports.types import KnownColumn

COLUMNS = (
    KnownColumn("product", ("course", "Курс", "Продукт", "Тренинг", "product")),
    KnownColumn("module", ("module", "Модуль", "Раздел", "Блок")),
    KnownColumn("lesson", ("lesson", "Урок", "Название урока", "item")),
    KnownColumn("homework", ("homework", "Работа обязательна", "Обязательная работа", "ДЗ")),
)
