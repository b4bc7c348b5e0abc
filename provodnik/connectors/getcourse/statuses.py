"""Statuses of orders and payments: codes and labels, both of which are met in files."""

from collections.abc import Mapping

from provodnik.facts.sales.types import OrderStatus, PaymentStatus
from provodnik.kernel.imports.cells import Remembered
from provodnik.kernel.imports.columns import folded
from provodnik.kernel.imports.types import BadCell, RejectCode

_ORDERS: Mapping[str, OrderStatus] = {
    "Новый": OrderStatus.NEW,
    "Завершен": OrderStatus.PAYED,
    "Отменен": OrderStatus.CANCELLED,
    "Ложный": OrderStatus.FALSE,
    "В работе": OrderStatus.IN_WORK,
    "Ожидаем оплаты": OrderStatus.PAYMENT_WAITING,
    "Частично оплачен": OrderStatus.PART_PAYED,
    "Ожидаем возврата": OrderStatus.WAITING_FOR_RETURN,
    "Не подтвержден": OrderStatus.NOT_CONFIRMED,
    "Отложен": OrderStatus.PENDING,
    "completed": OrderStatus.PAYED,
    "in progress": OrderStatus.IN_WORK,
}
_PAYMENTS: Mapping[str, PaymentStatus] = {
    "Ожидается": PaymentStatus.EXPECTED,
    "Получен": PaymentStatus.ACCEPTED,
    "Возвращен": PaymentStatus.RETURNED,
    "Пополнение баланса": PaymentStatus.TO_BALANCE,
    "Списание с баланса": PaymentStatus.FROM_BALANCE,
    "Начислен на депозит": PaymentStatus.RETURNED_TO_BALANCE,
}


def order_statuses() -> Remembered[str]:
    """A code or a label of an order → our code."""
    return _known({**_ORDERS, **{code.value: code for code in OrderStatus}})


def payment_statuses() -> Remembered[str]:
    """A code or a label of a payment → our code."""
    return _known({**_PAYMENTS, **{code.value: code for code in PaymentStatus}})


def _known(words: Mapping[str, OrderStatus | PaymentStatus]) -> Remembered[str]:
    codes = {folded(word): code.value for word, code in words.items()}

    def parse(text: str) -> str:
        word = folded(text)
        if not word:
            raise BadCell(RejectCode.EMPTY)
        if word not in codes:
            raise BadCell(RejectCode.UNKNOWN_VALUE, value=text.strip()[:40])
        return codes[word]

    return Remembered(parse)
