from bot.upkeep import scrubbing
from bot.upkeep.scrubbing import scrub_engine


class EngineWithACopyAway:
    """Keeps what a copy of its only shard still needs."""

    alias = "quotewire"

    def __init__(self):
        self.requests = []

    def request(self, method, path, *_, **__):
        self.requests.append(f"{method} {path}")
        shard = {
            "routing": {"primary": True},
            "seq_no": {"max_seq_no": 7},
            "retention_leases": {"leases": [{"retaining_seq_no": 5}]},
        }
        return {"indices": {"quotewire-1": {"shards": {"0": [shard]}}}}


def test_what_a_copy_that_is_away_needs_is_said_to_stay(monkeypatch):
    monkeypatch.setattr(scrubbing, "COPIES_KNOWN", 0)
    engine = EngineWithACopyAway()
    said = scrub_engine(engine)
    assert said.startswith("Merged the segments ")
    assert said.endswith(
        "except what copies still need that are away; run this again when they are back."
    )
    assert engine.requests[-1] == "POST /quotewire/_forcemerge"
