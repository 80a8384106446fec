"""Psycopg 3 with the libpq that it brings, which starts TLS directly and knows protocol 3.2."""

import datetime
import decimal
import os
import threading
import unittest
import uuid

import psycopg
from psycopg import pq

TIMEOUT_SECONDS = 60


def connect(**settings):
    defaults = {
        "host": os.environ["DSQL_ENDPOINT"],
        "port": os.environ["DSQL_PORT"],
        "user": "admin",
        "dbname": "postgres",
        "sslmode": "verify-full",
        "sslnegotiation": "direct",
        "autocommit": True,
    }
    return psycopg.connect(**{**defaults, **settings})


def setUpModule():
    with connect() as connection:
        connection.execute("CREATE TABLE psycopg_rows (id int PRIMARY KEY, name text)")
        connection.execute(
            "CREATE TABLE psycopg_types (id uuid PRIMARY KEY, t text, n numeric, at timestamptz, day date, raw bytea, flag bool)"
        )


class SignIn(unittest.TestCase):
    def test_either_way_to_tls(self):
        for negotiation in ("direct", "postgres"):
            with connect(sslnegotiation=negotiation) as connection:
                self.assertEqual(connection.execute("SELECT current_user").fetchone(), ("admin",), negotiation)

    def test_protocol_3_2(self):
        with connect(min_protocol_version="3.2", max_protocol_version="3.2") as connection:
            self.assertEqual(connection.pgconn.full_protocol_version, 30002)
            self.assertEqual(connection.execute("SELECT 1").fetchone(), (1,))

    def test_protocol_that_the_server_does_not_know_is_negotiated_down(self):
        with connect(max_protocol_version="latest") as connection:
            self.assertGreaterEqual(connection.pgconn.full_protocol_version, 30000)
            self.assertEqual(connection.execute("SELECT 1").fetchone(), (1,))

    def test_server_is_described(self):
        with connect() as connection:
            self.assertEqual(connection.info.server_version // 10000, 16)
            self.assertEqual(connection.info.encoding, "utf-8")
            self.assertEqual(connection.info.parameter_status("standard_conforming_strings"), "on")

    def test_plaintext_is_refused(self):
        with self.assertRaisesRegex(psycopg.OperationalError, "unable to accept connection, TLS is required"):
            connect(sslmode="disable", sslnegotiation="postgres")

    def test_changed_token_is_refused(self):
        token = os.environ["PGPASSWORD"]
        changed = token[:-1] + ("0" if token[-1] != "0" else "1")
        with self.assertRaisesRegex(psycopg.OperationalError, "unable to accept connection, access denied"):
            connect(password=changed)


class Statements(unittest.TestCase):
    def test_types_on_the_way_in_and_out(self):
        row = (
            uuid.uuid4(),
            "ä € 🙂",
            decimal.Decimal("12.30"),
            datetime.datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=datetime.timezone.utc),
            datetime.date(2024, 2, 29),
            b"\x00\x01\xff",
            True,
        )
        with connect() as connection:
            for binary in (False, True):
                connection.execute("DELETE FROM psycopg_types")
                placeholders = "%b, " * 6 + "%b" if binary else "%t, " * 6 + "%t"
                connection.execute(f"INSERT INTO psycopg_types VALUES ({placeholders})", row)
                cursor = connection.execute("SELECT * FROM psycopg_types", binary=binary)
                self.assertEqual(cursor.fetchone(), row, f"binary={binary}")

    def test_statements_are_prepared_on_the_server_after_five_runs(self):
        prepared = "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1::int * 2'"
        with connect(autocommit=False) as connection:
            for expected in (0, 1):
                for n in range(5):
                    self.assertEqual(connection.execute("SELECT %s::int * 2", [n]).fetchone(), (2 * n,))
                self.assertEqual(connection.execute(prepared).fetchone(), (expected,))

    def test_prepared_statements_are_given_up_for_others(self):
        with connect() as connection:
            connection.prepared_max = 2
            for n in range(30):
                self.assertEqual(connection.execute(f"SELECT %s::int + {n % 5}", [n], prepare=True).fetchone(), (n + n % 5,))

    def test_prepared_statements_survive_other_transactions(self):
        with connect() as connection, connect() as other:
            for n in range(20):
                self.assertEqual(connection.execute("SELECT %s::int", [n], prepare=True).fetchone(), (n,))
                self.assertEqual(other.execute("SELECT %s::text", [str(n)], prepare=True).fetchone(), (str(n),))

    def test_pipeline(self):
        with connect() as connection, connection.pipeline():
            cursors = [connection.execute("SELECT %s::int", [n]) for n in range(500)]
            self.assertEqual([cursor.fetchone() for cursor in cursors], [(n,) for n in range(500)])

    def test_pipeline_skips_what_follows_an_error(self):
        with connect() as connection:
            with self.assertRaises(psycopg.errors.DivisionByZero):
                with connection.pipeline():
                    connection.execute("INSERT INTO psycopg_rows VALUES (-1, 'pipeline')")
                    connection.execute("SELECT 1/0")
                    connection.execute("INSERT INTO psycopg_rows VALUES (-2, 'pipeline')")
            self.assertEqual(connection.execute("SELECT id FROM psycopg_rows WHERE name = 'pipeline'").fetchall(), [])

    def test_rows_one_by_one(self):
        with connect() as connection:
            total = sum(n for (n,) in connection.cursor().stream("SELECT generate_series(1, 1000)"))
            self.assertEqual(total, 500500)

    def test_many_statements_at_once(self):
        with connect() as connection, connection.cursor() as cursor:
            cursor.executemany("INSERT INTO psycopg_rows VALUES (%s, 'many')", [(n,) for n in range(1000, 2000)])
            self.assertEqual(cursor.rowcount, 1000)

    def test_error_with_its_place(self):
        with connect() as connection:
            with self.assertRaises(psycopg.errors.UndefinedColumn) as raised:
                connection.execute("SELECT nothing FROM psycopg_rows")
            self.assertEqual(raised.exception.diag.statement_position, "8")
            self.assertEqual(connection.execute("SELECT 1").fetchone(), (1,))

    def test_notice(self):
        notices = []
        with connect() as connection:
            connection.add_notice_handler(lambda notice: notices.append(notice.message_primary))
            connection.execute("DROP TABLE IF EXISTS psycopg_nothing")
        self.assertEqual(notices, ['table "psycopg_nothing" does not exist, skipping'])


class Transactions(unittest.TestCase):
    def test_commit_and_rollback(self):
        with connect(autocommit=False) as connection:
            connection.execute("INSERT INTO psycopg_rows VALUES (10, 'kept')")
            connection.commit()
            connection.execute("INSERT INTO psycopg_rows VALUES (11, 'dropped')")
            self.assertEqual(connection.info.transaction_status, pq.TransactionStatus.INTRANS)
            connection.rollback()
            self.assertEqual(connection.execute("SELECT id FROM psycopg_rows WHERE id IN (10, 11)").fetchall(), [(10,)])

    def test_the_later_of_two_rivals_loses(self):
        with connect(autocommit=False) as first, connect(autocommit=False) as second:
            first.execute("INSERT INTO psycopg_rows VALUES (20, 'new')")
            first.commit()
            for connection in (first, second):
                connection.execute("SELECT name FROM psycopg_rows WHERE id = 20")
            first.execute("UPDATE psycopg_rows SET name = 'first' WHERE id = 20")
            first.commit()
            with self.assertRaises(psycopg.errors.SerializationFailure):
                second.execute("UPDATE psycopg_rows SET name = 'second' WHERE id = 20")
                second.commit()
            second.rollback()

    def test_failed_transaction_takes_no_more_statements(self):
        with connect(autocommit=False) as connection:
            with self.assertRaises(psycopg.errors.DivisionByZero):
                connection.execute("SELECT 1/0")
            with self.assertRaises(psycopg.errors.InFailedSqlTransaction):
                connection.execute("SELECT 1")
            connection.rollback()
            self.assertEqual(connection.execute("SELECT 1").fetchone(), (1,))


class Copy(unittest.TestCase):
    def test_in_and_out(self):
        rows = [(n, f"copy {n}") for n in range(5000, 7000)]
        for form in ("TEXT", "BINARY"):
            with connect() as connection:
                with connection.cursor().copy(f"COPY psycopg_rows FROM STDIN (FORMAT {form})") as copy:
                    copy.set_types(["int4", "text"])
                    for row in rows:
                        copy.write_row(row)
                select = "SELECT * FROM psycopg_rows WHERE name LIKE 'copy %' ORDER BY id"
                with connection.cursor().copy(f"COPY ({select}) TO STDOUT (FORMAT {form})") as copy:
                    copy.set_types(["int4", "text"])
                    self.assertEqual(list(copy.rows()), rows, form)
                connection.execute("DELETE FROM psycopg_rows WHERE name LIKE 'copy %'")

    def test_given_up_by_the_client(self):
        with connect() as connection:
            with self.assertRaisesRegex(ValueError, "no more"):
                with connection.cursor().copy("COPY psycopg_rows FROM STDIN") as copy:
                    copy.write_row((8000, "given up"))
                    raise ValueError("no more")
            self.assertEqual(connection.execute("SELECT * FROM psycopg_rows WHERE id = 8000").fetchall(), [])


class Cancel(unittest.TestCase):
    def cancels(self, **settings):
        with connect(**settings) as connection, connect() as observer:
            canceller = threading.Thread(target=self.cancel_when_running, args=(connection, observer))
            canceller.start()
            with self.assertRaises(psycopg.errors.QueryCanceled):
                connection.execute("SELECT pg_sleep(600) AS cancelled_by_psycopg")
            canceller.join()
            self.assertEqual(connection.execute("SELECT 1").fetchone(), (1,))

    def cancel_when_running(self, connection, observer):
        running = "SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%%cancelled\\_by\\_psycopg'"
        while not observer.execute(running).fetchall():
            pass
        connection.cancel_safe(timeout=TIMEOUT_SECONDS)

    def test_statement(self):
        self.cancels()

    def test_statement_with_protocol_3_2(self):
        self.cancels(min_protocol_version="3.2", max_protocol_version="3.2")
