"""A survey as a student answers it: no sign-in, no cookie, one question a screen."""
