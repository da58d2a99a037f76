from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh.index import create_in, open_dir
from whoosh.query.compound import Or
from whoosh.query.terms import Term as WhooshTerm

from deskbook.search.codec import open_writer
from deskbook.search.postings import Bm25, PostingReader
from deskbook.search.schema import SOUND, TEXT, document, schema
from deskbook.search.segments import by_step, open_reader, postings
from deskbook.search.terms import Term, query_terms
from tests.unit.search.support import doc

WORDS = ["退款", "运费险", "到账", "快递", "发货", "优惠券", "发票", "改地址", "差价", "xm-a", "vip"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three segments, one of them merged, with deleted documents in it."""
    folder = tmp_path_factory.mktemp("index")
    create_in(str(folder), schema())
    rnd = random.Random(5)
    for segment in range(4):
        writer = open_writer(folder)
        for n in range(40):
            text = "".join(rnd.choices(WORDS, k=6))
            writer.add_document(
                **document(doc(f"faq-{segment}-{n}", text[:8], body=text * rnd.randint(1, 9)))
            )
        if segment:
            writer.delete_document(rnd.randrange(40))
        writer.commit(merge=segment == 3)
    return folder


@pytest.mark.parametrize("field", [TEXT, SOUND])
@pytest.mark.parametrize("query", ["退款", "退", "运费险到账", "xm-a", "不存在的词", "快递发货优惠券"])
def test_arrays_score_as_whoosh_itself_does(index: Path, field: str, query: str) -> None:
    reader = PostingReader(open_reader(index), field)
    wanted = query_terms(query) if field == TEXT else [Term(t, 0, 1) for t in ("tui'kuan", "~tk", "kuai")]
    mine = reader.scores(reader.choose(wanted))
    whoosh_index: Any = open_dir(str(index))
    searcher = whoosh_index.searcher(weighting=Bm25())
    asked = Or([WhooshTerm(field, term.text, boost=term.weight) for term in wanted])
    theirs = {hit.docnum: hit.score for hit in searcher.search(asked, limit=None)}
    living = [i for i in range(len(mine)) if not searcher.reader().is_deleted(i)]
    assert {i for i in living if mine[i] > 0} == set(theirs)
    assert [mine[i] for i in theirs] == pytest.approx(list(theirs.values()), rel=1e-5)


def test_arrays_hold_what_stepping_through_a_list_gives(index: Path) -> None:
    reader = open_reader(index)
    for term in ("退", "退款", "vip", "xma"):
        ids, weights = postings(reader, TEXT, term)
        stepped = [
            (found + offset, weight)
            for leaf, offset in reader.leaf_readers()
            for found, weight in [by_step(leaf._terms.matcher(TEXT, term.encode(), leaf.schema[TEXT].format))]
        ]
        np.testing.assert_array_equal(ids, np.concatenate([found for found, _ in stepped]))
        np.testing.assert_array_equal(weights, np.concatenate([weight for _, weight in stepped]))
        assert list(ids) == sorted(set(ids))


def test_long_lists_span_blocks(tmp_path: Path) -> None:
    create_in(str(tmp_path), schema())
    writer = open_writer(tmp_path)
    for n in range(9000):
        writer.add_document(text={"退": (1, float(n % 7 + 1))} | ({"款": (1, 1.0)} if n % 3 == 0 else {}))
    writer.commit()
    ids, weights = postings(open_reader(tmp_path), TEXT, "退")
    np.testing.assert_array_equal(ids, np.arange(9000))
    np.testing.assert_array_equal(weights, np.arange(9000) % 7 + 1)
    np.testing.assert_array_equal(postings(open_reader(tmp_path), TEXT, "款")[0], np.arange(0, 9000, 3))


def test_only_the_postings_used_last_are_kept(index: Path) -> None:
    reader = PostingReader(open_reader(index), TEXT, budget=800)
    for term in ("退", "款", "运", "费", "退"):
        assert len(reader.get(term).ids)
    assert reader.terms()[-1] == "退"
    assert len(reader.terms()) < 4


def test_a_long_question_is_scored_by_its_most_telling_terms(index: Path) -> None:
    reader = PostingReader(open_reader(index), TEXT)
    chosen = reader.choose(query_terms("退款运费险到账快递发货优惠券发票改地址差价退款运费险到账" * 3))
    assert len(chosen) == 32
    assert [choice.worth for choice in chosen] == sorted((c.worth for c in chosen), reverse=True)
