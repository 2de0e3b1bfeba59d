"""Which lines and facts answer a question, decided without a database or a clock.

The score of a line is a sum: its words and those around it, its meaning and that of its surroundings, what its text
shows, by numbers kept with it or, of the best only, by the text itself, and its time: a line of somebody whom the
question names gains, or of the time that it names, one loses by as much of it as asks, and one that follows a question
gains by what that has in common with ours.
The weights are a logistic fit on public conversations (see tests/bench/README.md), but for that of the time, which too
few questions name; fitted on one half they find on the other half what reciprocal ranks, which need no fit, miss: a
twentieth of all evidence. A sum also keeps how good the best match is, where ranks forget it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set

import numpy as np

from memory.grounding import asking_share, is_question
from memory.lexical import Grid, Met, best_first, distinct, key
from memory.signals import Believed, Floats, Hit, Ints, Nearest, NearFacts, Shown, Signals, Wishes
from memory.span import Span
from memory.types import FactId, Line, PersonId, Spot

NEAR, NEAR_AROUND = 5.5, 7.0  # for a cosine of one, of the line and of the line among its neighbours
SPOKEN_OF = 2.0  # for a line of somebody whom the question names
ASKS = 2.5  # less for a line that does nothing but ask
ANSWERS = 4.4  # for all of the question met by a question right before the line
TIMELY, TIMELY_FACT = 2.0, 0.15  # for what was said, or what held, at the time that the question names
WISH, WORDS_OF_WISH = 10.0, 0.15  # where advice is sought: for a cosine of one, and what is left of the words' weight
SURE_COSINE, UNSURE_COSINE = 0.65, 0.25
# Of 505 wishes the right one has .31 at the median; of the others half are below .03, nineteen of twenty below .26.
SURE_WISH, UNSURE_WISH = 0.4, 0.0
OVERLAP = 0.3  # of a fact's score is the share of the question's words that it holds
WORTH = 0.4  # of the best score
SAID_BY_OTHERS = 0.3  # of the confidence is left where all that fits was said by others than the question names
FAINT, FAINT_ASKED = 0.2, 0.1  # of a perfect match: who asks wants to hear also what fits badly


def rank_spots(
    met: Met,
    nearest: Nearest,
    limit: int,
    *,
    wishes: Wishes | None = None,
    listed: Collection[Spot] = (),
    named: Collection[PersonId] = (),
) -> list[Hit]:
    """The best lines, best first, by numbers alone; where advice is sought, by what it looks for.

    `named` are the people whom the question names. Behind them stand those of `listed`, lines that meet what it lists.
    """
    near = key(nearest.place, nearest.seq)
    sought = key(wishes.place, wishes.seq) if wishes else near[:0]
    grid = Grid(distinct(np.concatenate([met.grid.keys, near, sought])))
    words, line_met, covered, before = grid.fill(met.grid.keys, met.score, met.line, met.covered, met.before)
    (similarity,) = grid.fill(near, np.maximum(nearest.line, nearest.around))
    if wishes:
        wish = _known(grid, sought, wishes.cosine)
        score = WORDS_OF_WISH * words + WISH * wish
        similarity = np.maximum(similarity, _as_near(wish))
    else:
        line, around = _known(grid, near, nearest.line), _known(grid, near, nearest.around)
        score = words + NEAR * line + NEAR_AROUND * around
    found = ((words > 0) | (similarity > 0)) & grid.real()
    compared, timely_ones = np.split(near, [near.size - nearest.timely])
    speaker, shown = grid.fill(compared, *_seen(nearest.shown, before[np.searchsorted(grid.keys, compared)], named))
    (timely,) = grid.fill(timely_ones, np.ones(nearest.timely))
    score = score + shown
    best = best_first(np.where(found, score + TIMELY * timely, -np.inf), min(limit, int(np.count_nonzero(found))))
    if listed:
        best = np.concatenate([best, np.setdiff1d(grid.places(listed), best)])
    numbers = (each[best].tolist() for each in (score, similarity, covered, before, line_met, speaker.astype(np.int64)))
    return list(map(Hit, grid.spots(best), *numbers))


def _seen(shown: Shown, before: Floats, named: Collection[PersonId]) -> tuple[Ints, Floats]:
    """Who speaks in each line, and what its text is worth; 0 and nothing where it is not known."""
    worth = ANSWERS * before * shown.follows - ASKS * shown.asks
    if named:
        worth += SPOKEN_OF * np.isin(shown.speaker, list(named))
    known = ~np.isnan(shown.asks)
    return shown.speaker * known, np.where(known, worth, 0.0)


def _known(grid: Grid, near: Ints, cosines: Floats) -> Floats:
    """The cosines as a column; a line that was not compared counts like the farthest that was."""
    (column,) = grid.fill(near, cosines, empty=float(cosines.min()) if cosines.size else 0.0)
    return column


def weigh(hits: Sequence[Hit], lines: Mapping[Spot, Line], named: Set[Spot], span: Span | None = None) -> list[Hit]:
    """The hits, best first, by what their time shows too, and their text where ranking did not know that yet.

    `named` are the lines of somebody whom the question names, `span` is the time that it names.
    """
    timely = [TIMELY * span.share(lines[hit.spot].said_at) if span else 0.0 for hit in hits]
    shown = [0.0 if hit.speaker else _shown(hit, lines, named) for hit in hits]
    scores = [max(hit.score + text + time, 0.0) for hit, text, time in zip(hits, shown, timely, strict=True)]
    return sorted(map(_scored, hits, scores), key=lambda hit: -hit.score)


def _scored(hit: Hit, score: float) -> Hit:
    return Hit(hit.spot, score, hit.similarity, hit.covered, hit.before, hit.met, hit.speaker)


def _shown(hit: Hit, lines: Mapping[Spot, Line], named: Set[Spot]) -> float:
    before = lines.get(Spot(hit.spot.place, hit.spot.seq - 1)) if hit.before else None
    answers = hit.before if before is not None and is_question(before.text) else 0.0
    return SPOKEN_OF * (hit.spot in named) - ASKS * asking_share(lines[hit.spot].text) + ANSWERS * answers


def worth_telling(hits: Sequence[Hit], faint: float = FAINT) -> list[Hit]:
    """The hits, best first, down to where they are clearly worse than the best or hardly match at all."""
    if not hits:
        return []
    least = WORTH * hits[0].score
    return [hit for hit in hits if hit.score >= least and match(hit) >= faint]


def rank_facts(signals: Signals, limit: int, faint: float = FAINT) -> dict[FactId, float]:
    """The facts that match, best first and clearly worse ones left out, with a score from 0 to 1."""
    facts, words = _with_wishes(signals.facts, signals.wishes), max(signals.words, 1)
    scores = np.nan_to_num(facts.similarity) * (1 - OVERLAP) + OVERLAP * facts.overlap / words
    scores = np.where(np.isnan(facts.similarity), facts.overlap / words, scores)
    best = np.lexsort((-facts.id, -scores))[:limit]  # of equals the newest: whose they are is not to order them
    least = max(faint, WORTH * float(scores[best[0]])) if best.size else faint
    return {FactId(int(facts.id[at])): min(float(scores[at]), 1.0) for at in best if scores[at] >= least}


def _with_wishes(facts: NearFacts, wishes: Wishes | None) -> NearFacts:
    """The facts, with those that are sought: each by the better of its two cosines."""
    if wishes is None or wishes.fact.size == 0:
        return facts
    ids = distinct(np.concatenate([facts.id, wishes.fact]))
    near, overlap = (np.full(ids.size, empty) for empty in (np.nan, 0.0))
    sought = near.copy()
    at = np.searchsorted(ids, facts.id)
    near[at], overlap[at] = facts.similarity, facts.overlap
    sought[np.searchsorted(ids, wishes.fact)] = _as_near(wishes.fact_cosine)
    return NearFacts(ids, np.fmax(near, sought), overlap)


def _as_near(wish: Floats) -> Floats:
    """Cosines of what is sought, on the scale of those of the question itself."""
    share = (wish - UNSURE_WISH) / (SURE_WISH - UNSURE_WISH)
    return np.asarray(UNSURE_COSINE + share * (SURE_COSINE - UNSURE_COSINE))


def of_the_time(
    scores: Mapping[FactId, float], believed: Mapping[FactId, Believed], span: Span | None
) -> dict[FactId, float]:
    """The scores, best first, with what held or began in the named time raised."""
    if span is None:
        return dict(scores)
    held = {each: believed[each].fact for each in scores if each in believed}
    shares = {each: span.share_held(fact.valid_from, fact.valid_until) for each, fact in held.items()}
    raised = {each: min(score + TIMELY_FACT * shares.get(each, 0.0), 1.0) for each, score in scores.items()}
    return dict(sorted(raised.items(), key=lambda pair: -pair[1]))


def confidence(hits: Sequence[Hit], facts: Iterable[float], named: Set[Spot] = frozenset()) -> float:
    """How well the best match fits, 0 to 1; low means: say that you do not know."""
    lines = max(map(match, hits[:10]), default=0.0)
    return max([0.0, lines * _theirs(hits, named), *(_sureness(score) for score in facts)])


def _theirs(hits: Sequence[Hit], named: Set[Spot]) -> float:
    """1 where the question names nobody or most weight is with whom it names, else less."""
    if not named or not hits:
        return 1.0
    scores = np.array([hit.score - SPOKEN_OF * (hit.spot in named) for hit in hits])
    weights = np.exp(scores - scores.max())
    theirs = float(weights[[hit.spot in named for hit in hits]].sum())
    return min(max(2 * theirs / float(weights.sum()), SAID_BY_OTHERS), 1.0)


def match(hit: Hit) -> float:
    """How well a line fits by itself, 0 to 1."""
    return (_sureness(hit.similarity) + hit.covered) / 2 if hit.similarity else hit.covered


def _sureness(cosine: float) -> float:
    return min(max((cosine - UNSURE_COSINE) / (SURE_COSINE - UNSURE_COSINE), 0.0), 1.0)
