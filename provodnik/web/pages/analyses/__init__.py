"""Questions the asker puts together: cohorts, funnels, moves, value by age, comparisons."""
