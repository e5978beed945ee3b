import asyncio

import pytest
from web_server import web

from corpus.sandbox.page_tasks import read_page
from corpus.sandbox.task import Task

CZECH = "Správce přístavu Kořínek řekl, že střecha již léta zatéká a že oprava začne v úterý."
MORE = "Obchodníci se obávají, že až budou lodě přistávat severněji, přijde méně návštěvníků."
PAGE = (
    "<html><head><title>Přístav</title></head><body><main><article><h1>Přístav</h1>"
    f"<p>{CZECH}</p><p>{MORE}</p></article></main></body></html>"
)


@pytest.mark.parametrize(
    ("kind", "body"), [("text/html", PAGE), ("text/plain", f"Přístav\n\n{CZECH}\n\n{MORE}")]
)
def test_a_page_is_read_in_the_encoding_that_its_server_declares(kind, body):
    headers = {"Content-Type": f"{kind}; charset=ISO-8859-2"}
    with web({"/a": (200, headers, body.encode("iso8859-2"))}) as (host, _):
        task = Task("page", f"{host}/a", trusted=("localhost",))
        page, article = asyncio.run(read_page(task, lambda: None))
    assert page.charset == "iso-8859-2"
    assert article.sentences[0].text == CZECH
