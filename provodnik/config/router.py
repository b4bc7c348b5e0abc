"""Which database alias may change the schema."""


class OwnerMigrates:
    """Tables belong to the owner's role; the application's role only uses them."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        del app_label, hints
        return db == "owner"
