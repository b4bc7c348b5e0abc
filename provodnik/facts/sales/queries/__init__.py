"""Reads about sales for the floors above. Each costs a known number of queries."""
