"""Two sessions, one row: nobody waits, and the first to commit wins."""

import json
import os
import subprocess
import unittest

from session import TIMEOUT_SECONDS, Session

PORT = os.environ["DSQL_PORT"]
ADMIN = f"host={os.environ['DSQL_ENDPOINT']} port={PORT} user=admin dbname=postgres sslmode=verify-full"
LOST = "ERROR:  40001: change conflicts with another transaction (OC000)"
ROUNDS = 10
LIMIT_MILLISECONDS = 50


def dsql(*arguments):
    command = [os.environ["DSQL"], *arguments, "--port", PORT]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=TIMEOUT_SECONDS).stdout.strip()


def connect():
    return Session(ADMIN, TOKEN)


def setUpModule():
    global TOKEN
    TOKEN = dsql("token")
    with connect() as session:
        session.tell("CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)")
        session.tell("INSERT INTO account VALUES (1, 100)")
        session.tell("CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid())")


class TwoSessions(unittest.TestCase):
    def setUp(self):
        self.a = self.enterContext(connect())
        self.b = self.enterContext(connect())

    def begin(self):
        """Both have changed the row; how long each of them waited for its answer."""
        self.assertEqual((self.a.tell("BEGIN"), self.b.tell("BEGIN")), ("BEGIN", "BEGIN"))
        of_a, waited_a = self.a.answer("UPDATE account SET balance = 1 WHERE id = 1")
        of_b, waited_b = self.b.answer("UPDATE account SET balance = 2 WHERE id = 1")
        self.assertEqual((of_a, of_b), ("UPDATE 1", "UPDATE 1"))
        return waited_a, waited_b

    def balance(self):
        return self.a.tell("SELECT balance FROM account WHERE id = 1")

    def assert_lost(self, shown):
        self.assertEqual(shown.splitlines()[0], LOST)

    def test_nobody_waits(self):
        waits = []
        for _ in range(ROUNDS):
            waits.append(self.begin())
            self.assertEqual(self.a.tell("COMMIT"), "COMMIT")
            self.assert_lost(self.b.tell("COMMIT"))
        print()
        for waited in waits:
            print("  first UPDATE %.1f ms, second UPDATE %.1f ms" % waited)
        self.assertLess(min(max(waited) for waited in waits), LIMIT_MILLISECONDS)

    def test_the_second_commit_fails(self):
        self.begin()
        self.assertEqual(self.a.tell("COMMIT"), "COMMIT")
        self.assert_lost(self.b.tell("COMMIT"))
        self.assertEqual(self.balance(), "1")

    def test_the_other_order_has_the_other_loser(self):
        self.begin()
        self.assertEqual(self.b.tell("COMMIT"), "COMMIT")
        self.assert_lost(self.a.tell("COMMIT"))
        self.assertEqual(self.balance(), "2")

    def test_both_see_what_they_wrote_until_then(self):
        self.begin()
        self.assertEqual(self.a.tell("SELECT balance FROM account WHERE id = 1"), "1")
        self.assertEqual(self.b.tell("SELECT balance FROM account WHERE id = 1"), "2")

    def test_a_rollback_lets_the_other_commit(self):
        self.begin()
        self.assertEqual(self.b.tell("ROLLBACK"), "ROLLBACK")
        self.assertEqual(self.a.tell("COMMIT"), "COMMIT")
        self.assertEqual(self.balance(), "1")


class Faults(unittest.TestCase):
    def test_every_third_commit_fails(self):
        shown = json.loads(dsql("faults", "conflict", "--table", "orders", "--every", "3", "--output", "json"))
        self.assertEqual(shown, [{"table": "public.orders", "every": 3, "code": "OC000"}])
        with connect() as session:
            answers = [session.tell("INSERT INTO orders DEFAULT VALUES").splitlines()[0] for _ in range(6)]
            self.assertEqual(answers, ["INSERT 0 1", "INSERT 0 1", LOST] * 2)
            self.assertEqual(session.tell("SELECT count(*) FROM orders"), "4")
        self.assertIn("public.orders", dsql("faults", "list"))
        self.assertEqual(json.loads(dsql("faults", "clear", "--output", "json")), [])

    def test_a_table_that_is_none_is_an_error(self):
        command = [os.environ["DSQL"], "faults", "conflict", "--table", "nowhere", "--port", PORT]
        failed = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
        self.assertEqual((failed.returncode, failed.stdout), (1, ""))
        self.assertIn('relation "nowhere" does not exist', failed.stderr)
