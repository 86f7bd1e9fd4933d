"""Programs in the words of PyCOMPSs, run as plain Python and compiled."""
