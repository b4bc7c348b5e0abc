"""Reviews and cases: collected, agreed, packaged, published, used."""
