"""Saved web pages: the story, and what a page puts around and beside it."""
