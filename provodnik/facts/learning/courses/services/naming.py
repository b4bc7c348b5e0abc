"""Names people read. The keys the journal knows stay."""

from django.db import transaction

from provodnik.facts.learning.courses.models import Lesson, Module


@transaction.atomic
def rename_lesson(lesson_id: int, name: str) -> bool:
    """False where nothing changed. Raises:  Lesson.DoesNotExist"""
    lesson = Lesson.objects.select_for_update().get(pk=lesson_id)
    name = name.strip()[: Lesson._meta.get_field("name").max_length]
    if not name or name == lesson.name:
        return False
    lesson.name = name
    lesson.save(update_fields=["name"])
    return True


@transaction.atomic
def rename_module(module_id: int, name: str) -> bool:
    """False where nothing changed. Raises:  Module.DoesNotExist"""
    module = Module.objects.select_for_update().get(pk=module_id)
    name = name.strip()[: Module._meta.get_field("name").max_length]
    if not name or name == module.name:
        return False
    module.name = name
    module.save(update_fields=["name"])
    return True
