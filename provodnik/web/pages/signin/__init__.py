"""The way in: password, letter, code of an app, invitation; and where each role begins.

django-allauth keeps the accounts and django-axes counts the failures; this page gives
them words and looks.
"""
