import logging

import pytest
from articles import FERRY
from fake_telegram import PRIVATE
from slow_reading import Crowd, document

from bot.delivery.retries import SOON
from bot.library.library import Library
from corpus.errors import DatabaseError

ALICE = PRIVATE["id"]

pytestmark = pytest.mark.usefixtures("reading")


@pytest.fixture
def crowd(bridge):
    with Crowd(Library.of([bridge])) as crowd:
        yield crowd
        crowd.runner.run(crowd.bot.jobs.close(0))


def test_a_reply_that_could_not_be_sent_is_sent_again_without_reading_again(crowd, reading):
    crowd.api.fail("sendMessage", 500, "Internal Server Error", times=30)
    crowd.write(f"/add {FERRY}", ALICE)
    crowd.idle()
    assert crowd.sent()[-1].startswith("Added [C1]")
    assert len(reading.started) == 1
    assert 60 < crowd.times(ALICE)[-1] < 1000


def test_a_job_that_needed_a_database_that_was_away_for_minutes_is_done_soon_after(
    crowd, monkeypatch
):
    def away(*_):
        raise DatabaseError("postgresql://db.example", "cannot be reached", "UNAVAILABLE")

    with monkeypatch.context() as broken:
        broken.setattr("bot.conversation.adding.additions.outcome_reply", away)
        crowd.write(f"/add {FERRY}", ALICE)
        crowd.pass_time(600)
    crowd.pass_time(SOON)
    assert crowd.sent()[-1].startswith("Already added: [C1]")


def test_while_a_reply_cannot_be_sent_another_chat_is_read_for(crowd, reading):
    crowd.api.fail("sendMessage", 500, "Internal Server Error", times=12)
    for chat in (1, 2, 3, 4):
        crowd.write(f"/add Storm{chat} takes 1 seconds.\nIt rained.", chat, user=chat)
    crowd.pass_time(2.5)
    assert len(reading.started) == 4
    crowd.idle()
    assert all(crowd.sent(chat)[-1].startswith("Added [C1]") for chat in (1, 2, 3, 4))


def test_a_file_that_could_not_be_downloaded_is_downloaded_again(crowd, caplog):
    crowd.api.files["ferry.txt"] = FERRY.encode()
    crowd.api.fail("getFile", 500, "Internal Server Error", times=2)
    crowd.write(None, ALICE, **document("ferry.txt", 9))
    crowd.idle()
    assert crowd.sent()[-1].startswith("Added [C1]")
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2


def test_when_telegram_asks_to_wait_before_a_download_it_is_not_asked_at_once(crowd):
    crowd.api.files["ferry.txt"] = FERRY.encode()
    crowd.api.fail("getFile", 429, "Too Many Requests", times=3, retry_after=30)
    crowd.write(None, ALICE, **document("ferry.txt", 9))
    crowd.idle()
    assert crowd.sent()[-1].startswith("Added [C1]")
    assert crowd.times(ALICE)[-1] > 10


def test_an_unexpected_error_is_logged_once_and_apologized_for(crowd, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr("bot.conversation.adding.additions.outcome_reply", None)
        crowd.write(f"/add {FERRY}", ALICE)
        crowd.idle()
    assert crowd.sent()[-1].startswith("Sorry, something went wrong (error ")
    (record,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert "failed to handle an update" in record.getMessage()
    assert "Norvik" not in caplog.text
    crowd.write("/add Storm.\nIt rained.", ALICE)
    crowd.idle()
    assert "Added" in crowd.sent()[-1]


def test_being_blocked_ends_a_job(crowd, caplog):
    crowd.api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    crowd.write(f"/add {FERRY}", ALICE)
    crowd.idle()
    assert caplog.records == []
    assert crowd.bot.dispatch.left == crowd.bot.jobs.size == 0


def test_a_job_that_cannot_be_answered_for_a_day_is_dropped(crowd, caplog):
    crowd.api.fail("sendMessage", 500, "Internal Server Error", times=10_000)
    crowd.write(f"/add {FERRY}", ALICE)
    crowd.idle()
    assert 86_400 <= crowd.now < 86_800
    assert caplog.records[-1].getMessage() == "Dropped a job: could not answer it for a day."
    assert crowd.bot.dispatch.left == 0


def test_the_progress_message_becomes_the_answer_even_after_a_failure(crowd):
    crowd.api.fail("editMessageText", 500, "Internal Server Error", times=9)
    crowd.write("/add Storm takes 4 seconds.\nIt rained.", ALICE)
    crowd.idle()
    edits = [call for call in crowd.api.calls if call.method == "editMessageText"]
    assert len({call.parameters["message_id"] for call in edits}) == 1
    assert len(crowd.times(ALICE)) == 1
    assert edits[-1].parameters["text"].startswith("Added [C1]")


def test_a_command_without_slow_work_is_answered_at_once(crowd, reading):
    crowd.write("/add Storm takes 50 seconds.\nIt rained.", ALICE)
    crowd.write("/add", ALICE)
    crowd.write("/follow nothing", ALICE)
    crowd.pass_time(0.1)
    assert [said[:14] for said in crowd.sent()] == ["To add a sourc", "That is no web"]
    assert len(reading.started) == 1


def test_jobs_are_counted_apart_from_the_updates_that_wait(crowd):
    crowd.write("/add Storm takes 50 seconds.\nIt rained.", ALICE)
    crowd.pass_time(1)
    assert b"quotewire_jobs 1.0" in crowd.bot.metrics.text()
    assert b"quotewire_queue 0.0" in crowd.bot.metrics.text()
