"""Places, themes and synonyms, changed from the desk."""
