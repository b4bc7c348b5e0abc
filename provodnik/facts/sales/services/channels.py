"""The school's channels of sale, kept in step with its method."""

from provodnik.facts.sales.models import Channel
from provodnik.kernel import schools
from provodnik.method import queries as method


def open_channels() -> None:
    """Make the channels the method names, and give those that exist its words and order.

    Part of opening a school and of every edit of the method. A channel that came with
    an import stays; repeating changes nothing.
    """
    wanted = [
        Channel(
            school_id=schools.current(),
            key=channel.key,
            name=channel.title,
            group=channel.group.value,
            position=position,
        )
        for position, channel in enumerate(method.channels().channels, start=1)
    ]
    Channel.objects.bulk_create(
        wanted,
        update_conflicts=True,
        unique_fields=["school", "key"],
        update_fields=["name", "group", "position"],
    )
