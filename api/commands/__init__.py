"""Groups of commands, each beside what it commands."""
