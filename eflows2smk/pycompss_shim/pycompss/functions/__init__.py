"""``pycompss.functions``: reductions, maps, data sets and timings."""
