"""GetCourse: exports of users, orders and payments, as CSV or XLSX.

The vendor's words (column titles, labels of statuses) are spelled here and nowhere else.
"""
