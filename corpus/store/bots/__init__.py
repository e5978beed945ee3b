"""Several bots over one PostgreSQL: which of them live, which one leads, and who takes what."""
