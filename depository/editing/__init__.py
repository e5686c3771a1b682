"""How a record changes, who may change it, and what was there before."""
