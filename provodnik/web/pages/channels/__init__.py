"""Channels of repeat sales: what each was asked, what it brought, and where it loses people."""
