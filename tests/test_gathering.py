"""Callers who ask the same question at one time are answered together, each as if alone."""

import asyncio
import threading

import pytest

from api import gathering as gathering_module
from api.gathering import TOGETHER, Gathering
from graph.asking import answers, ask, catalogue
from graph.errors import Ambiguous, NotFound, StoreTimeout
from graph.people import for_readers
from graph.store import Within
from graph.wishes import wished
from tests.conftest import in_a_loop

QUESTIONS = catalogue()
CHAINS = ("碳纤维及复合材料", "钓具", "新医药与医疗器械", "高端船舶与海工装备")


class Counting(Within):
    """A store that counts the ways to the database; `patience` is the number of wishes it is quick enough for."""

    def __init__(self, store, patience=TOGETHER):
        self.store, self.patience = store, patience
        self.ways = []

    def reading(self, work, timeout=None):
        def counted(tx):
            return work(self.watched(tx))

        return self.store.reading(counted, timeout)

    def watched(self, tx):
        each = tx.each

        def counting(cypher, **parameters):
            self.ways.append(len(parameters["wishes"]))
            if self.ways[-1] > self.patience:
                raise StoreTimeout("超时", "timed out")
            return each(cypher, **parameters)

        tx.each = counting
        return tx


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_several_wishes_get_what_each_gets_alone(store, question):
    examples = [*question.examples, question.example]
    together = answers(for_readers(store), [wished(question, example) for example in examples])
    assert together == [ask(store, question, example) for example in examples]


def test_one_unclear_name_does_not_harm_the_others(store):
    question = QUESTIONS["platforms_for_chain"]
    told = answers(
        store, [wished(question, {"chain": name}) for name in ("钓具", "没有这条链", "产业", "碳纤维及复合材料")]
    )
    assert isinstance(told[1], NotFound)
    assert isinstance(told[2], Ambiguous | NotFound)
    assert [told[0], told[3]] == [ask(store, question, {"chain": name}) for name in ("钓具", "碳纤维及复合材料")]


def gathered(store, callers):
    """What many callers get who ask at one time, once the question is known to be quick."""
    question = QUESTIONS["chain_profile"]

    async def all_at_once():
        gathering = Gathering()
        await gathering.ask(store, wished(question, {"chain": "钓具"}), lambda answer: answer)
        asked = [gathering.ask(store, wished(question, {"chain": c}), lambda a: a.items) for c in callers]
        return await asyncio.gather(*asked, return_exceptions=True)

    return in_a_loop(all_at_once)


@pytest.fixture(scope="module")
def alone(store):
    ask(store, QUESTIONS["chain_profile"], {"chain": "钓具"})  # planned once, so that it is quick
    return {c: ask(store, QUESTIONS["chain_profile"], {"chain": c}).items for c in CHAINS}


@pytest.mark.parametrize(("seconds", "ways"), [(60.0, [1, 8, 32]), (1e-9, [1] * 41)], ids=["quick", "slow"])
def test_forty_callers_share_their_ways_to_the_database_if_the_question_is_quick(
    store, alone, monkeypatch, seconds, ways
):
    monkeypatch.setattr(gathering_module, "QUICK", seconds)
    counting = Counting(store)
    callers = [*CHAINS] * 10
    assert gathered(counting, callers) == [alone[c] for c in callers]
    assert sorted(counting.ways) == ways


def test_who_asks_for_too_much_does_not_keep_the_others_from_their_answer(store, alone, monkeypatch):
    monkeypatch.setattr(gathering_module, "QUICK", 60.0)
    counting = Counting(store, patience=1)
    callers = [*CHAINS] * 3
    assert gathered(counting, callers) == [alone[c] for c in callers]


def test_a_second_statement_waits_for_as_many_as_are_under_way(monkeypatch):
    """Four are under way; of those who come then, three wait for a fourth."""
    sizes, ended = [], threading.Event()

    def told(store, wishes):
        sizes.append(len(wishes))
        assert ended.wait(60)
        return ["told"] * len(wishes)

    monkeypatch.setattr(gathering_module, "QUICK", 60.0)
    monkeypatch.setattr(gathering_module, "answers", told)
    wish = wished(QUESTIONS["chain_profile"], {"chain": "钓具"})

    async def one_by_one():
        gathering = Gathering()
        ended.set()
        await gathering.ask(None, wish, str)
        ended.clear()
        callers = [asyncio.create_task(gathering.ask(None, wish, str)) for _ in range(4)]
        seen = []
        for _ in range(4):
            await asyncio.sleep(0.05)
            seen.append(len(sizes))
            callers.append(asyncio.create_task(gathering.ask(None, wish, str)))
        while len(sizes) < 3:
            await asyncio.sleep(0.01)
        ended.set()
        return seen, await asyncio.gather(*callers)

    assert in_a_loop(one_by_one) == ([2, 2, 2, 2], ["told"] * 8)
    assert sizes == [1, 4, 4]


def test_each_caller_gets_his_own_error(store, alone):
    told = gathered(store, ["钓具", "没有这条链", "碳纤维及复合材料"])
    assert [told[0], told[2]] == [alone["钓具"], alone["碳纤维及复合材料"]]
    assert isinstance(told[1], NotFound)
