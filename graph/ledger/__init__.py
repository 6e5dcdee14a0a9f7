"""The ledger: pure rules over claims of figures; no database, no files.

conflicts and groups say how figures stand to each other, audits whether they add up, targets whether what was
promised came true, ranks which claim a page shows first. docs/ledger.md gives the rules and their reasons.
"""
