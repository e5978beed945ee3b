"""The starter of OpenSearch: what a node can do, a node killed, and nothing left behind."""

import os
import subprocess
import sys
from pathlib import Path

import cluster
import pytest
from cluster import Cluster, RefusedError
from opensearchpy import OpenSearch
from patience import PATIENCE
from starting import wait_until

# Starts a node, prints its process and its folder, and is then killed.
KILLED = """
import os, signal
from cluster import Cluster

(node,) = Cluster(1).nodes
node.start()
print(node.pid, node.folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
TOKENS = {
    "settings": {
        "number_of_shards": 2,
        "number_of_replicas": 1,
        "similarity": {"ours": {"type": "BM25", "k1": 0.4, "b": 0.6}},
    },
    "mappings": {
        "properties": {
            "terms": {"type": "text", "analyzer": "whitespace", "similarity": "ours"},
            "group": {"type": "keyword"},
        }
    },
}


def fill(opensearch, count=100):
    """Make an index of documents, each with a term of its own, behind an alias."""
    opensearch.call("PUT", "/library-1", TOKENS | {"aliases": {"library": {}}})
    opensearch.wait("yellow")
    lines = [
        line
        for number in range(count)
        for line in ({"index": {"_id": number}}, {"terms": f"all Own{number}", "group": "a"})
    ]
    answer = opensearch.call("POST", "/library/_bulk?refresh=true&routing=a", lines)
    assert not answer["errors"]


def test_a_node_finds_tokens_as_they_were_sent(opensearch):
    fill(opensearch)
    found = opensearch.call("GET", "/library/_search", {"query": {"match": {"terms": "Own7"}}})
    assert [hit["_id"] for hit in found["hits"]["hits"]] == ["7"]
    found = opensearch.call("GET", "/library/_search", {"query": {"match": {"terms": "own7"}}})
    assert found["hits"]["hits"] == []


@pytest.mark.parametrize("time", ["once", "again"])
def test_each_test_has_an_empty_node(time, opensearch):
    assert opensearch.call("GET", "/_cat/indices?format=json") == [], time
    fill(opensearch, 1)


def test_the_library_for_python_reaches_every_node(opensearch_cluster):
    for url in opensearch_cluster.urls:
        with OpenSearch(url) as client:
            assert client.cluster.health()["number_of_nodes"] == len(opensearch_cluster.nodes)


def test_a_refusal_is_an_error_with_what_was_said(opensearch):
    with pytest.raises(RefusedError, match=r"404: .*index_not_found"):
        opensearch.call("GET", "/nothing/_search")


def test_a_cluster_answers_while_its_manager_is_dead_and_is_whole_again_after(opensearch_cluster):
    fill(opensearch_cluster)
    opensearch_cluster.wait()
    (manager,) = opensearch_cluster.call("GET", "/_cat/cluster_manager?format=json")
    (node,) = [node for node in opensearch_cluster.nodes if node.name == manager["node"]]
    node.kill()
    opensearch_cluster.wait("yellow")
    assert opensearch_cluster.call("GET", "/library/_count")["count"] == 100
    node.start()
    opensearch_cluster.wait()
    assert opensearch_cluster.call("GET", "/library/_count")["count"] == 100


def test_nothing_is_left_of_a_node_whose_tests_were_killed(opensearch):
    died = subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=Path(__file__).parent,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "support")},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    pid, folder = died.stdout.split()
    wait_until(lambda: not Path(folder).exists(), PATIENCE, lambda: f"{folder} is still there")
    wait_until(lambda: not is_running(pid), PATIENCE, lambda: f"{pid} still runs")
    assert is_running(opensearch.nodes[0].pid)


def is_running(pid):
    ps = ["ps", "-o", "stat=", "-p", str(pid)]
    state = subprocess.run(ps, stdout=subprocess.PIPE, text=True, check=False).stdout
    return bool(state) and not state.startswith("Z")  # ended, and its parent has not asked


def test_a_node_that_cannot_start_says_why(monkeypatch):
    monkeypatch.setitem(cluster.SETTINGS, "no.such.setting", "1")
    with Cluster(1) as nodes, pytest.raises(AssertionError, match="unknown setting"):
        nodes.start()
