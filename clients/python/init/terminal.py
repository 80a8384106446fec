"""A terminal with a program at it, and what a person would see on its screen."""

import re

import pexpect
import pyte

COLUMNS = 160
# So high that nothing scrolls away.
LINES = 2000
READ_CHARACTERS = 4096


class Terminal:
    """Runs a program that believes a person is there. Use it in a with statement."""

    def __init__(self, arguments, directory, environment, timeout_seconds=120):
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.Stream(self._screen)
        self._read_up_to = 0
        self._program = pexpect.spawn(
            arguments[0], arguments[1:], cwd=directory, env=environment, timeout=timeout_seconds, encoding="utf-8", dimensions=(LINES, COLUMNS)
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._program.close(force=True)

    def screen(self):
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    def expect(self, text):
        """Waits until text is on the screen below what was expected before."""
        while True:
            found = self.screen().find(text, self._read_up_to)
            if found >= 0:
                self._read_up_to = found + len(text)
                return
            if not self._read():
                raise AssertionError(f"{text!r} did not appear. The screen:\n{self.screen()}")

    def answer(self, question, answer=""):
        """Waits until the cursor stands behind a question, and types an answer and Enter."""
        self.expect(question)
        self._program.send(answer + "\r")

    def interrupt(self, question):
        """Ctrl-C at a question."""
        self.expect(question)
        self._program.sendintr()

    def exit_code(self):
        while self._read():
            pass
        self._program.close()
        # A shell tells of a signal in the same way.
        return self._program.exitstatus if self._program.signalstatus is None else 128 + self._program.signalstatus

    def questions(self):
        """How many were asked."""
        return len(re.findall(r"\[Y/n\]", self.screen()))

    def _read(self):
        try:
            self._stream.feed(self._program.read_nonblocking(READ_CHARACTERS, self._program.timeout))
            return True
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
