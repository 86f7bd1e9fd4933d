"""How fast compiled workflows plan and run, as ratios to what a person would have written."""
