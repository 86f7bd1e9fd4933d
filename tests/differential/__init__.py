"""Programs run twice, as plain Python and compiled; both have to leave the same behind."""
