"""The tests of eflows2smk."""
