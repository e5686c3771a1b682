"""Printed pages: what stands on them, put in order and made paragraphs again."""
