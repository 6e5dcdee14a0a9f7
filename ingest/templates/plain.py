"""A template as a CSV file for programs without workbooks: source, headings, help and example in one table."""

import csv
from pathlib import Path

from ingest.templates.describe import example_row, help_row, shown_label
from ingest.templates.model import Names, Template
from ingest.templates.source import MARK, source_fields


def write_csv(template: Template, path: Path, names: Names) -> None:
    """Write the template to `path` in UTF-8 with the mark by which office programs know it."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerows(
            [field.label_zh + ("*" if field.required else ""), "", field.help_zh] for field in source_fields()
        )
        writer.writerow([MARK, *(shown_label(column) for column in template.columns)])
        writer.writerow(help_row(template))
        writer.writerow(example_row(template, names))
