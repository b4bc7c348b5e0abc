"""Titles of answers to homework: the fields of GetCourse's interface, and how schools call them.

The headers of GetCourse's own file are published nowhere; what is not among these is asked for
on the page of columns and remembered with the profile.
"""

from provodnik.kernel.imports.types import KnownColumn

COLUMNS = (
    KnownColumn(
        "external_id", ("id", "ID ответа", "answer_id", "Номер ответа", "ID работы", "ID задания")
    ),
    KnownColumn(
        "client",
        (
            *("user_id", "ID пользователя", "ID ученика", "client", "Ученик", "Студент"),
            *("student", "Пользователь ID"),
        ),
    ),
    KnownColumn(
        "email", ("Email", "E-mail", "Эл. почта", "Почта", "Email пользователя", "Email ученика")
    ),
    KnownColumn("user_name", ("Пользователь", "ФИО", "Имя ученика", "user_name", "Имя")),
    KnownColumn("title", ("training_name", "Тренинг", "Курс", "course", "Продукт", "product")),
    KnownColumn("lesson", ("lesson_name", "Урок", "lesson", "Название урока", "item")),
    KnownColumn("text", ("answer_text", "Ответ", "Текст ответа", "Текст", "text")),
    KnownColumn("link", ("link", "Ссылка", "Ссылка на работу")),
    KnownColumn("kind", ("type", "Тип ответа", "Тип")),
    KnownColumn(
        "submitted_at",
        (
            *("created_at", "Дата ответа", "Создан", "Дата создания", "submitted_at"),
            *("Дата сдачи", "Сдано", "Отправлено", "at"),
        ),
    ),
    KnownColumn(
        "asks",
        (
            "need_teacher_reaction",
            "Нужна реакция преподавателя",
            "Требует проверки",
            "Ждёт проверки",
        ),
    ),
    KnownColumn(
        "asked_at",
        (
            "need_teacher_reaction_at",
            "Ждёт проверки с",
            "Дата запроса проверки",
            "asked_at",
        ),
    ),
    KnownColumn("status", ("status", "Статус", "Статус ответа", "Результат")),
    KnownColumn("reviewed_at", ("reviewed_at", "Дата проверки", "Проверено")),
    KnownColumn("staff_name", ("reviewer", "Проверил", "Проверяющий", "Куратор", "Преподаватель")),
    KnownColumn(
        "comment", ("review_text", "Комментарий", "Комментарий проверки", "Отзыв", "comment")
    ),
    KnownColumn("score", ("score", "Балл", "Баллы", "Оценка", "mark")),
)
"""Targets are the columns of `stage` that the intake of homework reads."""
