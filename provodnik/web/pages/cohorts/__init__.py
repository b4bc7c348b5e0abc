"""Cohorts and groups: who learns when and with whom, what each is to reach and where it stands."""
