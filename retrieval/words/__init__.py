"""From text to terms: words, stems, what is related and what is misspelt."""
