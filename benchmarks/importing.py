"""An export of orders through the whole import against `COPY` of the rows it ends up as.

The import reads CSV, recognises people, products, managers and channels, keeps the columns
it does not know, writes orders and the journal, wakes the listeners. `COPY` is given the very
same rows, ready made, for the same two tables with all their indexes, links and guards.
"""

import time
from pathlib import Path
from typing import LiteralString

import duckdb
import psycopg

from benchmarks.report import Measure
from benchmarks.scratch import NOW, as_superuser, open_school
from provodnik.kernel.imports import services
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.models import School

GOAL = 3
ORDERS_A_CLIENT = 4
_TABLES: tuple[LiteralString, ...] = ("sales_order", "kernel_journalentry")
_BLOCK = 2**20


def measure(rows: int, home: Path, *, rounds: int = 2) -> list[Measure]:
    """Import `rows` orders, then `COPY` what came of them; the best of the rounds of each."""
    export = home / "orders.csv"
    _write_export(export, rows)
    with as_superuser(home) as server:
        spent = [_round(server, export, rows, open_school(f"importing-{n}")) for n in range(rounds)]
        entries = server.execute("SELECT count(*) FROM kernel_journalentry").fetchone()
    export.unlink()
    assert entries
    return [
        Measure(
            f"import of {rows:,} orders from CSV",
            "`COPY` of the same rows",
            min(ours for ours, _ in spent),
            min(reference for _, reference in spent),
            GOAL,
            note=f"`COPY` writes {rows:,} orders and their {entries[0]:,} journal entries into"
            " the same tables, emptied, with every index, link and guard; it makes no clients,"
            f" products or jobs. The best of {rounds} rounds of each.",
        )
    ]


def _round(
    server: psycopg.Connection, export: Path, rows: int, school: School
) -> tuple[float, float]:
    """Seconds of one import and of one `COPY`, each into empty tables."""
    _empty(server)
    ours = _import(export, school, rows)
    spools = [_spool(server, table, export.with_suffix(f".{table}")) for table in _TABLES]
    _empty(server)
    reference = sum(
        _copy(server, table, spool) for table, spool in zip(_TABLES, spools, strict=True)
    )
    for spool in spools:
        spool.unlink()
    return ours, reference


def _empty(server: psycopg.Connection) -> None:
    server.execute("TRUNCATE " + ", ".join(_TABLES) + " CASCADE")
    server.execute("VACUUM (ANALYZE)")
    server.execute("CHECKPOINT")


def _import(export: Path, school: School, rows: int) -> float:
    began = time.perf_counter()
    run = services.start_run(
        SourceFile(export), kind="getcourse-orders", school=school, by="staff:1", now=NOW
    )
    done = services.run_to_end(school_id=school.pk, run_id=run.pk, now=NOW)
    spent = time.perf_counter() - began
    if done.created != rows:
        raise AssertionError(f"{done.created} of {rows} orders created: {done.reasons}")
    return spent


def _spool(server: psycopg.Connection, table: LiteralString, path: Path) -> Path:
    query = f"COPY (SELECT * FROM {table} ORDER BY id) TO STDOUT"
    with path.open("wb") as file, server.cursor() as cursor, cursor.copy(query) as rows:
        for block in rows:
            file.write(block)
    return path


def _copy(server: psycopg.Connection, table: LiteralString, spool: Path) -> float:
    began = time.perf_counter()
    query = f"COPY {table} FROM STDIN"
    with spool.open("rb") as file, server.cursor() as cursor, cursor.copy(query) as stream:
        while block := file.read(_BLOCK):
            stream.write(block)
    return time.perf_counter() - began


def _write_export(path: Path, rows: int) -> None:
    clients = max(rows // ORDERS_A_CLIENT, 1)
    query = _EXPORT.format(rows=rows, clients=clients)
    with duckdb.connect() as duck:
        duck.execute(f"COPY ({query}) TO '{path}' (FORMAT csv, HEADER)")


# All columns of GetCourse's form of the file, in its order.
_EXPORT = """
SELECT 1000000 + i AS "ID заказа", 500000 + c AS "ID пользователя",
  first || ' ' || last AS "Пользователь", 'user' || c || '@mail.ru' AS "Email",
  '+7 9' || lpad((c * 7919 % 1000000000)::VARCHAR, 9, '0') AS "Телефон",
  strftime(made, '%Y-%m-%d %-H:%M') AS "Дата создания",
  CASE WHEN chance < 60 THEN strftime(made + INTERVAL 2 HOUR, '%Y-%m-%d %-H:%M') ELSE '' END
    AS "Дата оплаты",
  'Курс ' || hash(i + 1) % 200 AS "Title",
  CASE WHEN chance < 60 THEN 'Завершен' WHEN chance < 75 THEN 'Новый'
       WHEN chance < 80 THEN 'В работе' ELSE 'Отменен' END AS "Статус",
  cost AS "Стоимость, RUB", 3 AS "Налог, %", cost // 20 AS "Комиссии",
  CASE WHEN chance < 60 THEN cost - cost // 20 ELSE 0 END AS "Заработано, RUB", 'RUB' AS "Валюта",
  'Менеджер ' || i % 20 AS "Менеджер", 'Город ' || c % 300 AS "Город",
  i % 9 AS "ID партнера", CASE WHEN i % 7 = 0 THEN 'Да' END AS "Использован промокод",
  ['vk-ads', 'yandex-direct', 'mail', 'telegram'][1 + i % 4] AS utm_source, 'cpc' AS utm_medium,
  'campaign_' || hash(i + 2) % 40 AS utm_campaign, NULL AS utm_content, NULL AS utm_term,
  ['vk-ads', 'yandex-direct', 'mail', 'telegram'][1 + c % 4] AS user_utm_source,
  'cpc' AS user_utm_medium, 'campaign_' || c % 40 AS user_utm_campaign,
  NULL AS user_utm_content, NULL AS user_utm_term, NULL AS "Теги"
FROM (
  SELECT i, c, (hash(i) % 100)::BIGINT AS chance, (990 + 1000 * (hash(i + 3) % 90))::BIGINT AS cost,
    TIMESTAMP '2023-10-01' + to_minutes(i * 1500000 // {rows} + (hash(i + 4) % 1440)::BIGINT)
      AS made,
    ['Анна', 'Ольга', 'Мария', 'Иван', 'Пётр', 'Елена', 'Олег', 'Вера'][1 + c % 8] AS first,
    ['Бел', 'Кор', 'Сав', 'Мар', 'Ток', 'Лап', 'Гор', 'Жук', 'Зим', 'Чер'][1 + c // 8 % 10]
      || ['а', 'о', 'и', 'у', 'е'][1 + c // 80 % 5]
      || ['ко', 'ле', 'ми', 'не', 'ро', 'са', 'ти', 'ву', 'бе', 'до'][1 + c // 400 % 10]
      || ['вский', 'в', 'нко', 'шин', 'рёв'][1 + c // 4000 % 5] AS last
  FROM (SELECT i, (hash(i + 5) % {clients})::BIGINT AS c FROM range({rows}) t(i))
)
"""
