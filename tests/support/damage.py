"""Ways to damage a database file."""


def flipped(copy):
    data = bytearray(copy.read_bytes())
    at = data.rindex(b"Ship1")  # not in a header
    page = at // 4096 * 4096
    data[page : page + 64] = b"\xff" * 64
    copy.write_bytes(data)


def miscounted(copy):
    data = bytearray(copy.read_bytes())
    data[36:40] = b"\0\0\0\5"  # free pages; there are none
    copy.write_bytes(data)


def undecodable(path, word):
    """Replace the first letter of a word with a byte that is no text, wherever it stands."""
    data = path.read_bytes()
    found = word.encode()
    assert found in data
    path.write_bytes(data.replace(found, b"\xff" + found[1:]))
