"""The kinds of import GetCourse offers, for `provodnik.config` to register."""

from provodnik.connectors.getcourse import orders, payments, users

KINDS = (users.KIND, orders.KIND, payments.KIND)
