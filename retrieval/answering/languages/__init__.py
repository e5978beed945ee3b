"""In which languages a question is asked, and asking it in one of them."""
