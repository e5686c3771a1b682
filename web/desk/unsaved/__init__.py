"""What is typed and not saved yet: nothing of it is ever lost."""
