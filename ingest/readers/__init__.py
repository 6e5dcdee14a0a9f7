"""From files to records: one module per kind of source, each yielding readings and rejects."""

from ingest.readers.city import City, read_city
from ingest.rows import Reading, Reject

__all__ = ["City", "Reading", "Reject", "read_city"]
