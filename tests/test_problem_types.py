"""Every type of a problem leads to a page and to JSON that say what it means and how to get out of it."""

import httpx2
import pytest

from api.problem_types import WORDS, errors, titles
from api.problems import PLAIN


def test_every_error_has_its_words():
    kinds = {cls.kind for cls in errors() if cls.__module__ == "graph.errors"} | {kind for kind, *_ in PLAIN.values()}
    assert set(WORDS) == kinds | {"http"} == set(titles())
    for words in WORDS.values():
        assert all(words)
        assert words.way_zh.endswith("。") and words.way_en.endswith(".")


@pytest.mark.parametrize(
    ("path", "status"), [("/api/v1/entities/nobody", 404), ("/api/v1/queries/search?limit=0", 422)]
)
def test_the_type_of_an_error_resolves(address, path, status):
    problem = httpx2.get(f"{address}{path}").json()
    assert problem["status"] == status
    place = "/problems/" + problem["type"].rpartition("/problems/")[2]
    for lang, language in (("zh", "zh-CN,zh;q=0.9"), ("en", "en-GB,en;q=0.9")):
        meant = httpx2.get(f"{address}{place}", headers={"Accept-Language": language}).json()
        assert meant["type"] == problem["type"] and meant["status"] == status
        page = httpx2.get(f"{address}{place}?lang={lang}", headers={"Accept": "text/html"}).text
        assert f"<h1>{meant['title']}</h1>" in page
        assert meant["way_out"] in page.replace("&#39;", "'")


def test_all_types_stand_on_one_page_and_an_unknown_one_is_told(address):
    listed = httpx2.get(f"{address}/problems").json()["items"]
    assert {item["type"].rpartition("/")[2] for item in listed} == set(WORDS)
    assert httpx2.get(f"{address}/problems/none").status_code == 404
