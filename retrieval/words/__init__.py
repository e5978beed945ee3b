"""Turns text into terms: words, stems, stop words, related words and misspelled ones."""
