{ total += length($0) }
END { printf "%.1f\n", -total / 2 }
