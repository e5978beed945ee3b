"""Table ``article`` and the tables derived from it: current, older and removed texts."""
