"""What facts mean: checks over facts and journal that open and close by themselves."""
