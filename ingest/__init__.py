"""From sources to statements: readers, checks, name resolution, load (`ingest.build` tells the story)."""
