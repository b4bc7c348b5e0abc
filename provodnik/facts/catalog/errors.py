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


class LineNameTaken(CatalogError):
    """Another line of products has this name."""


class PlaceTaken(CatalogError):
    """The product fills another place of a plan; `place_id` says which."""

    def __init__(self, name: str, place_id: int) -> None:
        self.name = name
        self.place_id = place_id
        super().__init__(f"{name!r} is planned:{place_id}")
