"""Small programs, one folder each, with what the compiler has to make of them."""
