"""What becomes of a claim beside what is known: decided purely, the same however often and in what order."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from memory.changes import Add, Drop, End, Ground, Reinforce, Supersede
from memory.reconcile import reconcile
from memory.types import Audience, Certainty, FactId, Relation
from tests.memory.reconciling import (
    BEN,
    CONTRADICTS,
    ELSEWHERE,
    ENDS,
    SAME,
    START,
    UPDATES,
    claim,
    decided,
    fact,
    ground,
    kind,
)


def test_what_is_new_is_added() -> None:
    assert kind(claim("Ana keeps bees."), fact("Ana lives in Oslo.")) is Add


@pytest.mark.parametrize("text", ["Ana lives in Oslo.", "ana  lives in oslo", "Ana lives in Oslo!"])
def test_the_same_words_reinforce_whatever_the_model_says(text: str) -> None:
    for relation in Relation:
        assert kind(claim(text, relation=relation, known=1), fact("Ana lives in Oslo.")) is Reinforce


def test_the_same_thing_in_other_words_reinforces_where_the_model_says_so() -> None:
    assert kind(claim("Ana living in Oslo", relation=SAME, known=1), fact("Ana lives in Oslo.")) is Reinforce
    assert kind(claim("Ana has 3 cats", relation=SAME, known=1), fact("Ana has 2 cats")) is Add
    assert kind(claim("Ana has a cat and a dog", relation=SAME, known=1), fact("Ana has a cat")) is Add


@pytest.mark.parametrize(
    ("old", "new", "line", "near"),
    [
        ("Ana lives in Oslo.", "Ana lives in Bergen.", "I live in Bergen", 0.0),
        ("Ana lives in Oslo.", "Ana moved to Bergen.", "we moved to Bergen", 0.6),
        ("Ana's favourite band is Coldplay.", "Ana's favourite band is Sigur Rós.", "my favourite is Sigur Rós", 0.0),
        ("Ana wohnt in Halle.", "Ana ist nach Leipzig gezogen.", "ich bin umgezogen nach Leipzig", 0.65),
        ("小明在一家餐厅工作。", "小明现在在一家银行工作。", "我换工作了，在一家银行", 0.4),
        ("Ana is vegetarian.", "Ana eats meat.", "I eat meat now", 0.78),
        ("The launch is on 6 June.", "The launch is on 20 June.", "the launch is on 20 June", 0.81),
        ("Ana works as a nurse.", "Ana works as a teacher.", "I work as a teacher", 0.76),
        ("Ana's favourite band is Coldplay.", "Sigur Rós is Ana's favourite band.", "Sigur Rós is my favourite", 0.75),
        ("Ben has a Volvo.", "Ben sold the Volvo.", "sold the Volvo", 0.86),
        ("Ana lives in Reykjavik.", "Ana moved to Ouagadougou.", "moved to Ouagadougou in March", 0.4),
        ("Ana تعيش في القاهرة.", "Ana انتقلت إلى عمان.", "انتقلت إلى عمان", 0.33),
        ("Ana تعمل في بنك.", "Ana ستعمل في مدرسة.", "من الشهر القادم سأعمل في مدرسة", 0.42),
        ("Ana İzmir'de yaşıyor.", "Ana Bursa'ya taşındı.", "geçen ay Bursa'ya taşındım", 0.4),
    ],
)
def test_an_update_that_the_words_bear_out_supersedes(old: str, new: str, line: str, near: float) -> None:
    change = decided(claim(new, relation=UPDATES, known=1), fact(old), where=ground(line, near=near))
    assert isinstance(change, Supersede) and change.old == FactId(1)


@pytest.mark.parametrize(
    ("old", "new", "line", "near"),
    [
        ("Ana has a dog.", "Ana has a cat.", "I have a new cat now", 0.7),
        ("Ana likes jazz.", "Ana likes rock.", "I like rock", 0.8),
        ("Ana plays the drums.", "Ana started climbing.", "I started climbing", 0.38),
        ("Ana lives in Oslo.", "Ana bought a car.", "I bought a car", 0.9),
        ("Ana works as a nurse.", "Ana works night shifts.", "I work night shifts", 0.66),
        ("Ana works as a nurse.", "Ana works at the harbour clinic.", "I work at the harbour clinic", 0.72),
        ("Ana lives in Oslo.", "Ana lives with two flatmates.", "I live with two flatmates", 0.56),
        ("Ana's dog is called Rex.", "Ana's dog is ill.", "my dog is ill", 0.64),
        ("Ana studies law.", "Ana studies at night.", "I study at night", 0.7),
        ("Ana's exam is on 3 May.", "Ana's exam is about torts.", "my exam is about torts", 0.69),
        ("Ana spricht Deutsch.", "Ana spricht Polnisch.", "ich spreche Polnisch", 0.8),
        ("Ana lives in Oslo.", "Ana's parents moved to Ouagadougou.", "my parents moved to Ouagadougou", 0.4),
        ("Ana lives in Oslo.", "Ana has a new job as a cook.", "I have a new job as a cook", 0.4),
    ],
)
def test_a_small_models_wrong_update_destroys_nothing(old: str, new: str, line: str, near: float) -> None:
    for relation in (UPDATES, CONTRADICTS, ENDS):
        change = decided(claim(new, relation=relation, known=1), fact(old), where=ground(line, near=near))
        assert isinstance(change, Add)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Mae has parrots.", "Mae still has parrots."),
        ("Mae wohnt in Jena.", "Mae wohnt immer noch in Jena."),
        ("Mae vive en Vigo.", "Mae sigue como siempre: vive en Vigo."),
        ("Mae habite à Brest.", "Mae habite toujours à Brest."),
    ],
)
def test_what_goes_on_is_said_again(old: str, new: str) -> None:
    one = replace(claim(new, relation=Relation.SAME, known=1), subject_name="Mae")
    assert kind(one, replace(fact(old), subject_name="Mae")) is Reinforce


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Ana lives in Oslo.", "Ana used to live in Porto as a kid.", "I used to live in Porto as a kid"),
        ("Ana klettert.", "Ana hat früher Handball gespielt.", "früher hab ich Handball gespielt"),
        ("Ana works as a nurse.", "Ana works at a flower stall.", "I also work at a flower stall now"),
        ("Ana hat einen Hund.", "Ana hat eine Katze.", "ich hab jetzt auch eine Katze"),
    ],
)
def test_the_past_and_what_comes_on_top_replace_nothing(old: str, new: str, line: str) -> None:
    for relation in (UPDATES, ENDS):
        one = replace(claim(new, relation=relation, known=1), quote=line)
        assert kind(one, fact(old), where=ground(line, near=0.8)) is Add


def test_what_used_to_be_so_is_over_where_it_is_what_is_known() -> None:
    one = claim("Ana used to smoke.", relation=ENDS, known=1)
    assert kind(one, fact("Ana smokes."), where=ground("I used to smoke")) is End


def test_an_update_that_tells_nothing_new_is_said_again() -> None:
    one = claim("Ana lives in Oslo.", relation=UPDATES, known=1)
    old = fact("Ana lives in Oslo and has two kids.")
    assert kind(one, old, where=ground("well, I live in Oslo", near=0.8)) is Reinforce
    assert kind(one, old, where=ground("I only live in Oslo now", near=0.8)) is Supersede


def test_an_end_closes_the_old_fact() -> None:
    one = claim("Ana no longer plays tennis.", relation=ENDS, known=1)
    assert kind(one, fact("Ana plays tennis.")) is End


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ana hat ein Jobticket.", "Ana hat kein Jobticket mehr."),
        ("Ana a un abonnement.", "Ana n'a plus d'abonnement."),
        ("Ana tem um carro.", "Ana não tem carro mais."),
    ],
)
def test_an_end_told_in_two_parts_is_about_what_stands_between(old: str, new: str) -> None:
    assert kind(claim(new, relation=ENDS, known=1), fact(old)) is End
    assert kind(claim(new, relation=ENDS, known=1), fact("Ana spielt Cello.")) is Add


def test_a_plain_change_of_slot_is_seen_without_the_model() -> None:
    one = claim("Ana lives in Bergen.")
    assert kind(one, fact("Ana lives in Oslo."), where=ground("I live in Bergen now")) is Supersede
    assert kind(one, fact("Ana lives in Oslo."), where=ground("I live in Bergen")) is Add
    assert kind(claim("Ana has a cat."), fact("Ana has a dog."), where=ground("I have a cat now")) is Add


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ana lives in Lisbon.", "Ana no longer lives in Lisbon."),
        ("Ana likes rain.", "Ana doesn't like rain."),
        ("Ana raucht.", "Ana raucht nicht."),
        ("Ana come carne.", "Ana nunca come carne."),
        ("Ana mange de la viande.", "Ana ne mange pas de viande."),
        ("Ana come carne.", "Ana não come carne."),
        ("Анна курит.", "Анна не курит."),
        ("アナは肉を食べる", "アナは肉を食べない"),
        ("安娜吃肉", "安娜不吃肉"),
    ],
)
def test_saying_that_it_is_not_so_is_not_saying_it_again(old: str, new: str) -> None:
    for one, other in ((old, new), (new, old)):
        assert kind(claim(one), fact(other), where=ground(one, near=0.99)) is not Reinforce


def test_another_person_changes_nothing() -> None:
    one = claim("Ana lives in Bergen.", speaker=BEN, relation=CONTRADICTS, known=1)
    assert kind(one, fact("Ana lives in Oslo."), where=ground("Ana lives in Bergen now", near=0.9)) is Add


def test_another_subject_changes_nothing() -> None:
    one = replace(claim("Lena lives in Bergen.", relation=UPDATES, known=1), subject=None, subject_name="Lena")
    assert kind(one, fact("Ana lives in Oslo."), where=ground("Lena lives in Bergen now", near=0.9)) is Add


def test_other_readers_change_nothing_unless_both_places_are_public() -> None:
    one, old = claim("Ana lives in Bergen.", relation=UPDATES, known=1), fact("Ana lives in Oslo.", place=ELSEWHERE)
    assert kind(one, old) is Add
    assert kind(one, replace(old, audience=Audience.PUBLIC)) is Add
    assert kind(one, old, where=ground(audience=Audience.PUBLIC)) is Add
    assert kind(one, replace(old, audience=Audience.PUBLIC), where=ground(audience=Audience.PUBLIC)) is Supersede


def test_a_hedge_changes_nothing_and_a_joke_is_nothing() -> None:
    one = claim("Ana lives in Bergen.", relation=UPDATES, known=1)
    assert kind(replace(one, certainty=Certainty.HEDGED), fact("Ana lives in Oslo.")) is Add
    assert kind(replace(one, certainty=Certainty.JOKED), fact("Ana lives in Oslo.")) is Drop
    assert kind(replace(one, certainty=Certainty.HYPOTHETICAL), fact("Ana lives in Oslo.")) is Drop


def test_an_older_claim_never_replaces_a_newer_fact() -> None:
    late = replace(claim("Ana lives in Oslo.", relation=UPDATES, known=1), said_at=START - timedelta(days=9))
    change = decided(late, fact("Ana lives in Bergen."))
    assert isinstance(change, Add) and change.valid_until == START


def test_one_batch_knows_its_own_claims() -> None:
    claims = [
        claim("Ana lives in Oslo.", 10),
        claim("Ana lives in Oslo.", 11),
        claim("Ana lives in Bergen.", 12),
    ]
    where = Ground(Audience.PRIVATE, {12: "I moved, I live in Bergen now"}, lambda one, other: 0.0)
    changes = reconcile(claims, [], ids=(FactId(n) for n in count(1)), ground=where)
    assert [type(change) for change in changes] == [Add, Reinforce, Supersede]


def test_a_wrong_number_of_the_model_does_not_close_what_merely_changed_too() -> None:
    moved = fact("Ana moved to Braga last week and no longer lives in Lisbon.", 1)
    nurse = fact("Ana works as a nurse.", 2)
    line = "I am not a nurse any more, I work as a teacher now."
    news = claim("Ana is no longer a nurse and works as a teacher now.", relation=UPDATES, known=1)
    change = decided(replace(news, quote=line), moved, nurse, where=ground(line, near=0.6))
    assert isinstance(change, Supersede) and change.old == FactId(2)


def test_a_likeness_alone_closes_only_what_is_most_alike() -> None:
    moved, job = fact("Ana moved to Braga.", 1), fact("Ana works as a nurse.", 2)
    news = claim("Ana has become a teacher now.", relation=UPDATES, known=1)
    alike = {moved.text: 0.6, job.text: 0.7}
    where = Ground(Audience.PRIVATE, {10: "I have become a teacher now"}, lambda one, other: alike[other])
    assert kind(news, moved, job, where=where) is Add
