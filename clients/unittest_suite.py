"""Runs the test_*.py of the current directory, and ends with the line that clients/run counts."""

import os
import sys
import unittest

sys.path.insert(0, os.getcwd())
tests = unittest.defaultTestLoader.discover(".")
result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(tests)

# A test that was skipped has shown nothing.
failed = len(result.failures) + len(result.errors) + len(result.skipped) + len(result.unexpectedSuccesses)
print(f"{max(0, result.testsRun - failed)} passed, {failed} failed")
sys.exit(1 if failed else 0)
