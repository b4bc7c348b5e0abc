"""Titles under which forms and survey services export answers.

A file is wide, one row a respondent and a column a question, or long, one row an answer. In a
wide one a question is known by what stands before its name, «NPS: Посоветуете ли нас», or by
what a person chose for the column.
"""

from provodnik.kernel.imports.types import KnownColumn

COLUMNS = (
    KnownColumn(
        "client",
        (
            *("client", "Ученик", "Клиент", "ID ученика", "ID пользователя", "Email"),
            *("E-mail", "Эл. почта", "Почта", "Адрес электронной почты"),
        ),
    ),
    KnownColumn(
        "at", ("at", "Дата ответа", "Отметка времени", "Timestamp", "Дата", "Время создания")
    ),
    KnownColumn("survey", ("Опрос", "survey", "Анкета", "Форма")),
    KnownColumn("product", ("product", "Продукт", "Курс", "Тренинг")),
    KnownColumn("staff_name", ("staff", "Ответственный", "Координатор", "Куратор")),
    KnownColumn("channel", ("channel", "Канал")),
    KnownColumn("external_id", ("ID ответа", "id", "Номер ответа")),
    KnownColumn("question", ("Вопрос", "question", "item")),
    KnownColumn("measure", ("Показатель", "measure", "Вид оценки")),
    KnownColumn("score", ("Оценка", "score", "value", "Балл")),
    KnownColumn("scale", ("Шкала", "scale", "Из")),
    KnownColumn("weight", ("Вес", "weight")),
    KnownColumn("text", ("text", "comment", "Комментарий", "Отзыв", "Почему")),
    KnownColumn("nps", ("NPS",), many=True, prefix="NPS:"),
    KnownColumn("csat", ("CSAT",), many=True, prefix="CSAT:"),
    KnownColumn("csi", ("CSI",), many=True, prefix="CSI:"),
    KnownColumn("words", ("Текст ответа",), many=True, prefix="Текст:"),
)
