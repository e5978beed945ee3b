"""How long a test waits for what has to happen before it fails."""

PATIENCE = 300.0  # seconds; a machine may be busy with other things, or stand still for a while
