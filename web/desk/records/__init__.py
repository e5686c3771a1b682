"""The records at the desk: listed, named, sent on their way to readers; who changed what and when."""
