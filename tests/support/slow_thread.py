"""An executor that works when the test says so."""

from concurrent.futures import Future


class SlowThread:
    """Stands in for ThreadPoolExecutor, also for several of them."""

    def __init__(self):
        self.left = []

    def __call__(self, *_):
        return self

    def submit(self, work, *args):
        self.left.append((future := Future(), lambda: work(*args)))
        return future

    def work(self):
        future, work = self.left.pop(0)
        future.set_result(work())

    def fail(self, error):
        future, _ = self.left.pop(0)
        future.set_exception(error)

    def shutdown(self, **_):
        self.left.clear()
