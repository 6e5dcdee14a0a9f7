"""The store: engine, driver, schema, batched writes, reads, networkx, RDF in and out."""
