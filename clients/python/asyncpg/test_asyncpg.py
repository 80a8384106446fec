"""asyncpg, which speaks the protocol itself and prepares whatever it runs."""

import asyncio
import datetime
import decimal
import io
import os
import unittest
import uuid

import asyncpg

CLUSTER = {
    "host": os.environ["DSQL_ENDPOINT"],
    "port": int(os.environ["DSQL_PORT"]),
    "user": "admin",
    "database": "postgres",
    "ssl": "verify-full",
}


async def connect(**settings):
    return await asyncpg.connect(**{**CLUSTER, **settings})


def pool_of(size):
    # What asyncpg itself sends between two users of a connection begins with pg_advisory_unlock_all(), which DSQL does not have.
    return asyncpg.create_pool(**CLUSTER, min_size=1, max_size=size, reset=lambda connection: connection.execute("RESET ALL"))


async def make_tables():
    connection = await connect()
    await connection.execute("CREATE TABLE asyncpg_rows (id int PRIMARY KEY, name text)")
    await connection.execute("CREATE TABLE asyncpg_types (id uuid PRIMARY KEY, t text, n numeric, at timestamptz, day date, raw bytea)")
    await connection.close()


def setUpModule():
    asyncio.run(make_tables())


class Asyncpg(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.connection = await connect()
        self.addAsyncCleanup(self.connection.close)

    async def test_signs_in(self):
        self.assertEqual(await self.connection.fetchval("SELECT current_user"), "admin")
        self.assertEqual(self.connection.get_server_version()[:3], (16, 0, 15))

    async def test_starts_tls_directly(self):
        connection = await connect(direct_tls=True)
        self.assertEqual(await connection.fetchval("SELECT 1"), 1)
        await connection.close()

    async def test_is_refused_without_tls(self):
        with self.assertRaisesRegex(asyncpg.PostgresError, "unable to accept connection, TLS is required"):
            await connect(ssl="disable")

    async def test_is_refused_with_a_changed_token(self):
        token = os.environ["PGPASSWORD"]
        changed = token[:-1] + ("0" if token[-1] != "0" else "1")
        with self.assertRaisesRegex(asyncpg.PostgresError, "unable to accept connection, access denied"):
            await connect(password=changed)

    async def test_keeps_types_on_the_way_in_and_out(self):
        row = (
            uuid.uuid4(),
            "ä € 🙂",
            decimal.Decimal("12.30"),
            datetime.datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=datetime.timezone.utc),
            datetime.date(2024, 2, 29),
            b"\x00\x01\xff",
        )
        await self.connection.execute("INSERT INTO asyncpg_types VALUES ($1, $2, $3, $4, $5, $6)", *row)
        self.assertEqual(tuple(await self.connection.fetchrow("SELECT * FROM asyncpg_types WHERE id = $1", row[0])), row)

    async def test_reuses_prepared_statements(self):
        statement = await self.connection.prepare("SELECT $1::int * 2")
        self.assertEqual([await statement.fetchval(n) for n in range(20)], [2 * n for n in range(20)])

    async def test_gives_prepared_statements_up_for_others(self):
        connection = await connect(statement_cache_size=2)
        for n in range(30):
            self.assertEqual(await connection.fetchval(f"SELECT $1::int + {n % 5}", n), n + n % 5)
        await connection.close()

    async def test_commits_and_rolls_back(self):
        async with self.connection.transaction():
            await self.connection.execute("INSERT INTO asyncpg_rows VALUES (1, 'kept')")
        with self.assertRaises(ZeroDivisionError):
            async with self.connection.transaction():
                await self.connection.execute("INSERT INTO asyncpg_rows VALUES (2, 'dropped')")
                raise ZeroDivisionError
        self.assertEqual(await self.connection.fetch("SELECT id FROM asyncpg_rows WHERE id IN (1, 2)"), [(1,)])

    async def test_runs_a_statement_for_many_rows(self):
        await self.connection.executemany("INSERT INTO asyncpg_rows VALUES ($1, 'many')", [(n,) for n in range(1000, 2000)])
        self.assertEqual(await self.connection.fetchval("SELECT count(*) FROM asyncpg_rows WHERE name = 'many'"), 1000)

    async def test_fetches_rows_in_portions(self):
        async with self.connection.transaction():
            total = 0
            async for row in self.connection.cursor("SELECT generate_series(1, 1000) AS n", prefetch=7):
                total += row["n"]
        self.assertEqual(total, 500500)

    async def test_copies_in_and_out(self):
        rows = [(n, f"copy {n}") for n in range(5000, 7000)]
        await self.connection.copy_records_to_table("asyncpg_rows", records=rows)
        written = io.BytesIO()
        await self.connection.copy_from_query(
            "SELECT * FROM asyncpg_rows WHERE id >= $1 ORDER BY id", 5000, output=written, format="csv"
        )
        self.assertEqual(written.getvalue().decode(), "".join(f"{n},{name}\n" for n, name in rows))

    async def test_cancels_a_statement(self):
        with self.assertRaises(asyncio.TimeoutError):
            await self.connection.fetchval("SELECT pg_sleep(600)", timeout=2)
        self.assertEqual(await self.connection.fetchval("SELECT 1"), 1)

    async def test_reports_where_a_statement_is_wrong(self):
        with self.assertRaises(asyncpg.UndefinedColumnError) as raised:
            await self.connection.fetch("SELECT nothing FROM asyncpg_rows")
        self.assertEqual(raised.exception.position, "8")

    async def test_serves_a_pool(self):
        async with pool_of(5) as pool:
            numbers = range(100)
            self.assertEqual(await asyncio.gather(*(pool.fetchval("SELECT $1::int", n) for n in numbers)), list(numbers))

    async def test_changes_settings_that_the_pool_takes_back(self):
        async with pool_of(1) as pool:
            async with pool.acquire() as connection:
                await connection.execute("SET TIME ZONE 'Asia/Tokyo'")
                self.assertEqual(await connection.fetchval("SHOW TimeZone"), "Asia/Tokyo")
            self.assertEqual(await pool.fetchval("SHOW TimeZone"), "UTC")
