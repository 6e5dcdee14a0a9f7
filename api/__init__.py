"""The doors: command line, REST, pages and network views."""
