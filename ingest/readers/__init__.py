"""From files to records: one module per kind of source, each yielding readings and rejects."""
