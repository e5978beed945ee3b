"""From a question to its answer: finds candidates, has them ranked, chooses what to show."""
