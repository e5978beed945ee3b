"""Commands about an answer: /verify checks its quotes at their sources, /why explains it."""
