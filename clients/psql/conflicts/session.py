"""A psql that is told one statement at a time."""

import os
import select
import subprocess
import time

TIMEOUT_SECONDS = 60
END = "-- end of answer --"


class Session:
    """Use it in a with statement."""

    def __init__(self, connection, password):
        self._psql = subprocess.Popen(
            ["psql", "--no-psqlrc", "--no-password", "--tuples-only", "--no-align", "--set=VERBOSITY=verbose", connection],
            env={**os.environ, "PGPASSWORD": password},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
        )
        self._read = b""

    def __enter__(self):
        self.answer("SELECT 1")
        return self

    def __exit__(self, *_):
        self._psql.stdin.close()
        self._psql.wait(TIMEOUT_SECONDS)
        self._psql.stdout.close()

    def answer(self, statement):
        """What psql prints for a statement, and how many milliseconds that took."""
        begun = time.monotonic()
        self._psql.stdin.write(f"{statement};\n\\echo {END}\n".encode())
        while END.encode() not in self._read:
            readable, _, _ = select.select([self._psql.stdout], [], [], TIMEOUT_SECONDS)
            data = os.read(self._psql.stdout.fileno(), 4096) if readable else b""
            if not data:
                raise AssertionError(f"psql has not answered {statement!r}, but printed {self._read!r}")
            self._read += data
        milliseconds = (time.monotonic() - begun) * 1000
        shown, _, self._read = self._read.partition(END.encode() + b"\n")
        return shown.decode().strip(), milliseconds

    def tell(self, statement):
        """What psql prints for a statement."""
        return self.answer(statement)[0]
