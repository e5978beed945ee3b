"""Finds the menus, teasers and footers around the article if a whole page was pasted."""

from collections.abc import Sequence

from corpus.article import LeftOut, Reason, Span
from corpus.languages.prose import count_true_words, ends_line, has_pause
from corpus.left_out.bylines import read_line

# A pasted page has at least this many lines that are not prose, and this share of them.
FEWEST_LINES, SHARE = 12, 0.55
# A line of prose weighs its number of words, up to MAX_WEIGHT; any other line weighs -PENALTY.
# Both were tuned on pages with known articles.
MAX_WEIGHT = 40
PENALTY = 12
SHORT_SENTENCE = 8  # words that make a line prose if it ends like a sentence
LONG_LINE = 20  # words that make any line prose
HEADLINE = 12  # lines above the article that are searched for its headline
CUT = ("…", "...", "[…]", "[...]")
FEWEST_WORDS = 4  # in a headline or in a short sentence


def find_surroundings(
    text: str, blocks: Sequence[Span], language: str | None = None
) -> tuple[Span | None, list[LeftOut]]:
    """The headline and the blocks around the article; None and [] if it is not a whole page.

    The article is the run of lines with the most prose and the fewest other lines.

    Source: the maximal subsequence of Finn, Kushmerick and Smyth 2001, "Fact or fiction: content
    classification for digital libraries", applied to lines instead of tokens.
    """
    lines = [text[start:end] for start, end in blocks]
    prose = [_is_prose(line) for line in lines]
    others = prose.count(False)
    if others < max(FEWEST_LINES, SHARE * len(lines)) or not any(prose):
        return None, []
    run = _best_run([_weight(line, is_prose) for line, is_prose in zip(lines, prose, strict=True)])
    headline = _headline(lines, run.start, language)
    kept = {number for number in run if prose[number] or _is_short_sentence(lines[number])}
    left_out = [
        LeftOut(*block, Reason.AROUND)
        for number, block in enumerate(blocks)
        if number not in kept and number != headline
    ]
    return (None if headline is None else blocks[headline]), left_out


def _is_prose(line: str) -> bool:
    words = count_true_words(line)
    if words < SHORT_SENTENCE:
        return False
    is_cut = line.endswith(CUT)  # a teaser's beginning of another article
    return (ends_line(line) and not is_cut) or (words >= LONG_LINE and has_pause(line))


def _is_short_sentence(line: str) -> bool:
    return count_true_words(line) >= FEWEST_WORDS and ends_line(line)


def _weight(line: str, is_prose: bool) -> int:
    return min(count_true_words(line), MAX_WEIGHT) if is_prose else -PENALTY


def _best_run(weights: Sequence[int]) -> range:
    """The run of lines with the largest total weight."""
    best, best_sum = range(0), 0
    start = total = 0
    for number, weight in enumerate(weights):
        if total <= 0:
            start, total = number, 0
        total += weight
        if total > best_sum:
            best, best_sum = range(start, number + 1), total
    return best


def _headline(lines: Sequence[str], start: int, language: str | None) -> int | None:
    """The number of the longest line just above the article that is not prose or a date."""
    above = range(max(0, start - HEADLINE), start)
    sizes = {number: count_true_words(lines[number]) for number in above}
    likely = [
        number
        for number, size in sizes.items()
        if size >= FEWEST_WORDS
        and not _is_prose(lines[number])
        and read_line(lines[number], language) is None
    ]
    return max(likely, key=lambda number: sizes[number], default=None)
