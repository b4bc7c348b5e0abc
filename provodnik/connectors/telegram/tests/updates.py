"""Updates as Telegram sends them."""

from typing import Any

AT = 1_793_610_000  # 2026-11-02 09:00 UTC
ANYA = {"id": 100, "is_bot": False, "first_name": "Аня", "last_name": "Лис", "username": "anya"}


def said(
    update_id: int, text: str | None = "Не открывается урок", /, **more: object
) -> dict[str, Any]:
    """A private message of Anya; `more` are fields of the message."""
    told = {} if text is None else {"text": text}
    message = {
        "message_id": update_id,
        "from": ANYA,
        "chat": {"id": 100, "type": "private", "first_name": "Аня"},
        "date": AT,
        **told,
        **more,
    }
    return {"update_id": update_id, "message": message}


def edited(update_id: int, text: str, *, of: int, at: int = AT + 60) -> dict[str, Any]:
    message = {**said(of, text)["message"], "edit_date": at}
    return {"update_id": update_id, "edited_message": message}


def membership(update_id: int, status: str) -> dict[str, Any]:
    change = {
        "chat": {"id": 100, "type": "private"},
        "from": ANYA,
        "date": AT,
        "old_chat_member": {"status": "member"},
        "new_chat_member": {"status": status},
    }
    return {"update_id": update_id, "my_chat_member": change}
