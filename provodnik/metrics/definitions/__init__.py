"""One module a metric; `provodnik.metrics.catalogue` collects them."""
