"""Days are those of the city: what is decided just after midnight there is of the new day."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from graph.asking import ask, catalogue
from graph.dates import day_at
from graph.errors import SettingError
from graph.standing import decide
from tests.test_identity import RECORDS
from tests.test_standing import load


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # China is eight hours ahead of UTC all the year: midnight there is 16:00 UTC of the day before
        ("2025-03-01T15:59:59+00:00", "2025-03-01"),
        ("2025-03-01T16:00:00+00:00", "2025-03-02"),
        ("2025-07-01T15:59:59+00:00", "2025-07-01"),
        ("2025-12-31T16:00:00+00:00", "2026-01-01"),
        ("2025-03-01T23:30:00-05:00", "2025-03-02"),
    ],
)
def test_a_day_begins_at_midnight_in_the_city(moment, day):
    assert day_at(datetime.fromisoformat(moment), "Asia/Shanghai") == day


def test_a_zone_that_does_not_exist_is_named_with_the_setting():
    for wrong in ("Asia/Weihai", "../etc", "8"):
        with pytest.raises(SettingError, match="INNOGRAPH_TIME_ZONE"):
            day_at(datetime(2025, 3, 1, tzinfo=UTC), wrong)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_setting_decides_and_not_the_clock_of_the_machine(zone):
    # 14 hours ahead of UTC and 11 behind: their days are never the same
    here = {**os.environ, "TZ": "UTC", "INNOGRAPH_TIME_ZONE": zone}
    code = "from graph.dates import today; print(today())"
    before = datetime.now(ZoneInfo(zone)).date().isoformat()
    said = subprocess.run([sys.executable, "-c", code], env=here, capture_output=True, text=True, check=True)
    assert before <= said.stdout.strip() <= datetime.now(ZoneInfo(zone)).date().isoformat()


def test_a_decision_has_the_day_of_the_city_and_the_moment_in_utc(blank):
    load(blank, "a", RECORDS)
    row = blank.read("MATCH (c:RelationClaim) RETURN c.row AS row ORDER BY row LIMIT 1")[0]["row"]
    made = decide(blank, "reject", [row], "甲", "误读")
    kept = blank.read("MATCH (d:Decision {id: $id}) RETURN d.at AS at, d.decided_on AS day", id=made.id)[0]
    assert kept["at"].endswith("+00:00")
    assert kept["day"] == day_at(datetime.fromisoformat(kept["at"]), "Asia/Shanghai")
    thing = blank.read("MATCH (c:Claim {row: $row}) RETURN c.subject AS id", row=row)[0]["id"]
    given = {"entity": thing, "recorded_on": kept["day"], "status": "all"}
    told = {item["row"]: item["status"] for item in ask(blank, catalogue()["as_recorded"], given, timeout=60).items}
    assert told[row] == "rejected"
