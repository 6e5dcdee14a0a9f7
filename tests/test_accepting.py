"""What a caller takes, as RFC 9110 (12.4.2 and 12.5.1) weighs it."""

import pytest

from api.accepting import preferred

NAMES = {"text/csv": "csv", "application/json": "json"}


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        ("", []),
        ("text/csv", ["csv"]),
        ("application/json, text/csv", ["json", "csv"]),
        ("application/json;q=0.1, text/csv;q=0.9", ["csv", "json"]),
        ("application/json;q=0.5, text/csv", ["csv", "json"]),
        ("text/csv;q=0, application/json", ["json"]),
        ("text/csv; q=0.000", []),
        ("TEXT/CSV ; charset=utf-8", ["csv"]),
        ("text/plain, */*;q=0.1", []),
        (";;,q=2,", []),
    ],
)
def test_a_weight_orders_what_is_taken_and_zero_takes_nothing(accept, taken):
    assert preferred(accept, NAMES) == taken
