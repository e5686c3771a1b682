"""Files sent to the desk, what they were found to hold, and records made of it."""
