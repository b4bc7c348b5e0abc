"""Provodnik: the guide of an online school's product-and-service department."""
