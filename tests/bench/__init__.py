"""The benchmark: synthetic Ukrainian collections, this service and its rivals over them, one table."""
