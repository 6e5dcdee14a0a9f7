"""From sources to statements: readers, checks, name resolution, load."""
