"""What is forbidden about products."""


class CatalogError(Exception):
    """Base of what is forbidden about products."""


class EconomicsIncomplete(CatalogError):
    """Price or cost is not known, so there is nothing to confirm."""


class TitleTaken(CatalogError):
    """Exports sell another product under this title; `product_id` says which."""

    def __init__(self, title: str, product_id: int) -> None:
        self.product_id = product_id
        super().__init__(f"{title!r} is product:{product_id}")
