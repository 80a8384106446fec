// The official connector for node-postgres, as released. It gets an endpoint in the service's shape, finds the region in it, takes the
// credentials of the environment, makes its own tokens, and insists on a certificate that the runtime trusts.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { AuroraDSQLClient, AuroraDSQLPool } from "@aws/aurora-dsql-node-postgres-connector";

const cluster = { host: process.env.DSQL_ENDPOINT, port: Number(process.env.DSQL_PORT), user: "admin" };
const ACCESS_DENIED = "08006";

async function withClient(settings, use) {
  const client = new AuroraDSQLClient({ ...cluster, ...settings });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function withPool(settings, use) {
  const pool = new AuroraDSQLPool({ ...cluster, ...settings });
  try {
    return await use(pool);
  } finally {
    await pool.end();
  }
}

before(() =>
  withClient({}, async (client) => {
    await client.query("CREATE TABLE node_accounts (id int PRIMARY KEY, balance int NOT NULL)");
    await client.query("CREATE TABLE node_values (t text, n int, at timestamptz, raw bytea)");
  }),
);

test("signs in", () =>
  withClient({}, async (client) => {
    const { rows } = await client.query("SELECT current_user AS role, version() AS version");
    assert.deepEqual(rows, [{ role: "admin", version: "PostgreSQL 16" }]);
  }));

test("tells the service its application name", () =>
  withClient({}, async (client) => {
    const { rows } = await client.query("SHOW application_name");
    assert.match(rows[0].application_name, /^aurora-dsql-nodejs-pg\/0\.1\.9$/);
  }));

test("is refused with a token for another region", () =>
  assert.rejects(
    withClient({ region: "eu-west-1" }, () => {}),
    { code: ACCESS_DENIED },
  ));

test("is refused with a key pair that nobody knows", () =>
  assert.rejects(
    withClient(
      { customCredentialsProvider: async () => ({ accessKeyId: "somebody", secretAccessKey: "else" }) },
      () => {},
    ),
    { code: ACCESS_DENIED },
  ));

test("keeps types on the way in and out", () =>
  withClient({}, async (client) => {
    const written = ["ä € 🙂", 42, new Date("2026-01-02T03:04:05.678Z"), Buffer.from([0, 1, 255])];
    const { rows } = await client.query(
      "INSERT INTO node_values VALUES ($1, $2, $3, $4) RETURNING *",
      written,
    );
    assert.deepEqual(Object.values(rows[0]), written);
  }));

test("reuses named statements", () =>
  withClient({}, async (client) => {
    for (let n = 0; n < 20; n++) {
      const { rows } = await client.query({ name: "double", text: "SELECT $1::int * 2 AS doubled", values: [n] });
      assert.equal(rows[0].doubled, 2 * n);
    }
  }));

test("runs several statements of one text", () =>
  withClient({}, async (client) => {
    const results = await client.query("SELECT 1 AS a; SELECT 2 AS b");
    assert.deepEqual(
      results.map((result) => result.rows),
      [[{ a: 1 }], [{ b: 2 }]],
    );
  }));

test("goes on after an error, and says where it was", () =>
  withClient({}, async (client) => {
    await assert.rejects(client.query("SELECT nothing FROM node_values"), { code: "42703", position: "8" });
    assert.equal((await client.query("SELECT 1 AS one")).rows[0].one, 1);
  }));

test("commits and rolls back", () =>
  withClient({}, async (client) => {
    for (const [id, end] of [[1, "COMMIT"], [2, "ROLLBACK"]]) {
      await client.query("BEGIN");
      await client.query("INSERT INTO node_accounts VALUES ($1, 0)", [id]);
      await client.query(end);
    }
    const { rows } = await client.query("SELECT id FROM node_accounts WHERE id IN (1, 2)");
    assert.deepEqual(rows, [{ id: 1 }]);
  }));

test("serves a pool", () =>
  withPool({ max: 5 }, async (pool) => {
    const numbers = Array.from({ length: 100 }, (_, n) => n);
    const answers = await Promise.all(numbers.map((n) => pool.query("SELECT $1::int AS n", [n])));
    assert.deepEqual(
      answers.map(({ rows }) => rows[0].n),
      numbers,
    );
    assert.ok(pool.totalCount <= 5);
  }));

test("tries a transaction again that lost against another one", () =>
  withPool({ max: 2 }, async (pool) => {
    await pool.query("INSERT INTO node_accounts VALUES (100, 0)");
    const deposit = "UPDATE node_accounts SET balance = balance + 1 WHERE id = 100";
    let tries = 0;
    await pool.transaction(async (client) => {
      tries++;
      await client.query("SELECT balance FROM node_accounts WHERE id = 100");
      if (tries === 1) {
        await pool.query(deposit);
      }
      await client.query(deposit);
    });
    const { rows } = await pool.query("SELECT balance FROM node_accounts WHERE id = 100");
    assert.deepEqual({ tries, balance: rows[0].balance }, { tries: 2, balance: 2 });
  }));
