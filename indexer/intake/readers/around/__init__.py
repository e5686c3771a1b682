"""What stands around a story and is none of it, known by its words."""
