"""The records at the desk: listed, named, sent on their way to readers; who did what and when."""
