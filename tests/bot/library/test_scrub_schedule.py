from bot.library.scrub_schedule import PAUSE, ScrubSchedule


def test_a_scrub_is_due_when_it_is_requested_and_the_last_one_is_long_ago():
    times = [0.0]
    schedule = ScrubSchedule(lambda: times[0])
    assert not schedule.due
    schedule.request(100)
    schedule.request(200)
    assert schedule.requested
    times[0] = 99
    assert not schedule.due
    times[0] = 100
    assert schedule.due
    schedule.fulfill()
    schedule.rest()
    schedule.request()
    assert not schedule.due
    times[0] += PAUSE
    assert schedule.due
    schedule.fulfill()
    assert not schedule.due
    assert not schedule.requested


def test_the_words_are_gone_within_a_minute():
    assert PAUSE < 60
