"""Who may work at the desk, and how one comes in."""
