"""Words of other help desks, and what they are here. Russian is how vendors spell them."""

from collections.abc import Mapping

SIDES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("client", "customer", "user", "student", "in", "incoming", "inbound", "question"),
            *("клиент", "ученик", "студент", "пользователь", "входящее", "вопрос"),
        ),
        "in",
    ),
    **dict.fromkeys(
        (
            *("staff", "agent", "operator", "curator", "admin", "out", "outgoing", "outbound"),
            *("сотрудник", "куратор", "оператор", "менеджер", "исходящее", "ответ", "answer"),
        ),
        "out",
    ),
    **dict.fromkeys(
        (*("note", "internal", "private", "comment"), *("заметка", "комментарий", "внутреннее")),
        "note",
    ),
    **dict.fromkeys(("auto", "bot", "system", "robot", "бот", "система", "автоответ"), "auto"),
}

CHANNELS: Mapping[str, str] = {
    **dict.fromkeys(("e-mail", "mail", "письмо", "эл. почта", "электронная почта"), "email"),
    **dict.fromkeys(("tg", "telegram bot", "телеграм-бот", "telegram"), "telegram"),
    **dict.fromkeys(("call", "телефон", "voice"), "phone"),
    **dict.fromkeys(("web", "site", "сайт", "форма", "form", "личный кабинет"), "page"),
    **dict.fromkeys(("widget", "виджет", "livechat", "мессенджер", "vk", "вк", "whatsapp"), "chat"),
}

# The method's priorities are named by rank: the first is the most urgent.
PRIORITY_RANKS: Mapping[str, int] = {
    **dict.fromkeys(("urgent", "critical", "срочный", "критический", "высокий", "high"), 0),
    **dict.fromkeys(("medium", "normal", "важный", "средний", "повышенный"), 1),
    **dict.fromkeys(("low", "обычный", "низкий", "нормальный"), -1),
}
