from dataclasses import replace

import pytest

from corpus.left_out.site_lines import site_of


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.courier.example/ferry", "courier.example"),
        ("https://courier.example:8443/ferry", "courier.example"),
        ("http://[x", "harbour courier"),
        (None, "harbour courier"),
    ],
)
def test_the_site_is_the_host_or_else_the_publisher(ferry, url, site):
    assert site_of(replace(ferry, url=url)) == site
