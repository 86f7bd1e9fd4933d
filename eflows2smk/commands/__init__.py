"""What the commands do; `eflows2smk.cli` only reads their options. The edge of the program: it prints and writes."""
