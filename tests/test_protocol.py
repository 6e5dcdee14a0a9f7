"""What is written to a connection at one time leaves as one piece, whole and in order."""

import asyncio

from api.protocol import ENOUGH, Joined
from tests.conftest import in_a_loop


class Line:
    """A transport that remembers what it was told."""

    def __init__(self):
        self.told = []

    def write(self, data):
        self.told.append(data)

    def close(self):
        self.told.append("closed")

    def is_closing(self):
        return "closed" in self.told


def told(write):
    """What reaches the line until `write` is over, and what after a turn of the loop."""

    async def turn():
        line = Line()
        write(Joined(line, asyncio.get_running_loop()))
        at_once = list(line.told)
        await asyncio.sleep(0)
        return at_once, line.told

    return in_a_loop(turn)


def test_head_and_body_leave_together():
    def write(joined):
        joined.write(b"head ")
        joined.write(b"body")

    assert told(write) == ([], [b"head body"])


def test_much_leaves_at_once_and_what_follows_after_it():
    def write(joined):
        joined.write(b"head")
        joined.write(b"x" * ENOUGH)
        joined.write(b"end")

    much = b"head" + b"x" * ENOUGH
    assert told(write) == ([much], [much, b"end"])


def test_what_is_left_is_sent_before_the_end():
    def write(joined):
        joined.write(b"bye")
        joined.close()
        assert joined.is_closing()

    assert told(write) == ([b"bye", "closed"], [b"bye", "closed"])
