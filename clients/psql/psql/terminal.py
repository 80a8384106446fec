"""A psql on a terminal of its own, to type at."""

import os
import pty
import re
import select
import time

CONTROL_SEQUENCE = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\x07|\r")
READ_BYTES = 4096


class Terminal:
    """Runs a program that believes a person is there. Use it in a with statement."""

    def __init__(self, arguments, environment, timeout_seconds=30):
        self._timeout_seconds = timeout_seconds
        self._shown = b""
        self._read_up_to = 0
        self._pid, self._master = pty.fork()
        if self._pid == 0:
            os.execvpe(arguments[0], arguments, environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # psql ends when its terminal does.
        os.close(self._master)
        os.waitpid(self._pid, 0)

    def type(self, text):
        os.write(self._master, text.encode())

    def expect(self, text):
        """Waits until text appears after what was expected before, and returns what appeared until then."""
        deadline = time.monotonic() + self._timeout_seconds
        while True:
            shown = CONTROL_SEQUENCE.sub(b"", self._shown).decode(errors="replace")
            found = shown.find(text, self._read_up_to)
            if found >= 0:
                before = shown[self._read_up_to : found]
                self._read_up_to = found + len(text)
                return before
            if not self._read(deadline - time.monotonic()):
                raise AssertionError(f"{text!r} did not appear. After {self._read_up_to} characters: {shown[self._read_up_to:]!r}")

    def _read(self, seconds):
        readable, _, _ = select.select([self._master], [], [], max(0, seconds))
        if not readable:
            return False
        try:
            data = os.read(self._master, READ_BYTES)
        except OSError:  # Linux says so when the other side is closed.
            return False
        self._shown += data
        return bool(data)
