"""The gate of offers: may this product be offered to this client now?

One question in SQL (`judging`) answers for one client and for a hundred thousand; nobody
repeats its conditions elsewhere. Thresholds are the method's.
"""
