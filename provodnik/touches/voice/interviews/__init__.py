"""Customer interviews: the plan of a month, the guide, quotes, and the register of pains."""
