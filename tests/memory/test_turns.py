"""Who stands where in the list: those whom a question names, the things that it lists, and our replies."""

from hypothesis import given
from hypothesis import strategies as st

from memory.signals import Hit
from memory.turns import by_turns, replies, with_listed, with_replies
from memory.types import PersonId, PlaceId, Spot


def spot(seq: int) -> Spot:
    return Spot(PlaceId(1), seq)


def hit(seq: int, score: float, met: float = 0.0) -> Hit:
    return Hit(spot(seq), score, similarity=0.5, covered=0.5, met=met)


def seqs(hits: list[Hit]) -> list[int]:
    return [each.spot.seq for each in hits]


def test_the_lines_of_several_who_are_named_take_turns() -> None:
    hits = [hit(number, 9.0 - number) for number in range(1, 6)]
    ana, ben = PersonId(1), PersonId(2)
    speakers = {each.spot: ben if each.spot.seq == 4 else ana for each in hits if each.spot.seq != 2}
    turned = by_turns(hits, speakers)
    assert seqs(turned) == [1, 2, 4, 3, 5]  # the second is of somebody else, and stays
    assert [each.score for each in turned] == [each.score for each in hits]
    assert by_turns(hits, {hits[0].spot: ana, hits[3].spot: ana}) == hits


def test_every_fifth_place_goes_to_the_listed_things_by_turns() -> None:
    hits = [hit(number, 30.0 - number) for number in range(1, 16)]
    told = with_listed(hits, [[spot(14), spot(13)], [spot(15), spot(2)]])
    assert seqs(told) == [1, 2, 3, 4, 14, 5, 6, 7, 8, 15, 9, 10, 11, 12, 13]
    assert [each.score for each in told] == sorted((each.score for each in told), reverse=True)
    assert with_listed(hits, ()) == hits


@given(
    st.lists(st.integers(1, 40), unique=True, max_size=40),
    st.lists(st.lists(st.integers(1, 60), max_size=8), max_size=4),
)
def test_listing_moves_lines_and_loses_none(found: list[int], listed: list[list[int]]) -> None:
    hits = [hit(seq, 99.0 - at) for at, seq in enumerate(found)]
    told = with_listed(hits, [list(map(spot, each)) for each in listed])
    assert sorted(seqs(told)) == sorted(found)
    assert [each.score for each in told] == sorted((each.score for each in told), reverse=True)
    assert seqs(told)[:4] == found[:4]


def test_a_reply_is_told_where_it_meets_the_question_as_well_as_any_line() -> None:
    hits = [hit(1, 9.0, met=0.5), hit(3, 8.0, met=0.2), hit(7, 7.0)]
    known = {each.spot: each for each in [*hits, hit(2, 3.0, met=0.3), hit(4, 6.0, met=0.47)]}
    assert replies(hits, known, whole=False) == [spot(4)]
    told = with_replies(hits, [spot(2), spot(4), spot(8)], known, whole=False)
    assert seqs(told) == [1, 3, 4, 7]
    assert told[2].score == 8.0  # no line behind it is held to be worse for it
    assert with_replies(hits, [spot(2), spot(8)], known, whole=False) == hits, "somebody else wrote what stands there"


def test_where_the_talk_is_asked_for_every_reply_is_told() -> None:
    hits = [hit(1, 9.0), hit(3, 8.0), hit(5, 7.0)]
    known = {each.spot: each for each in [*hits, hit(6, 1.0)]}
    assert replies(hits, known, whole=True) == [spot(2), spot(4), spot(6)]
    assert seqs(with_replies(hits, [spot(2), spot(6)], known, whole=True)) == [1, 2, 3, 5, 6]


def test_no_reply_is_told_to_a_question_whose_words_nobody_said() -> None:
    hits = [hit(1, 9.0), hit(3, 8.0)]
    known = {each.spot: each for each in [*hits, hit(2, 1.0)]}
    assert with_replies(hits, [spot(2)], known, whole=False) == hits
