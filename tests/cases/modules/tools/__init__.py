"""What is needed here and there."""
