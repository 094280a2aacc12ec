"""The words and rules of procurement, in plain Python."""
