"""Goals: objectives of the quarter, KPIs, the two panels of success, the strategy, cohorts."""
