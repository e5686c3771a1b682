"""The form of a record: what is typed in it, made values of, checked and saved."""
