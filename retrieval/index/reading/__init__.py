"""What answers ask of an index, and how the embedded one finds some of it in its parts."""
