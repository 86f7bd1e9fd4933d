"""What is left to the run: operations with their effects, gathered in scripts whose text is the user's own."""
