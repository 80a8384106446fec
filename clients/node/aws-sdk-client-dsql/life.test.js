// The AWS SDK for JavaScript leads a cluster through its life; only its endpoint is ours.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DSQLClient,
  GetClusterCommand,
  paginateListClusters,
  UpdateClusterCommand,
  waitUntilClusterActive,
  waitUntilClusterNotExists,
} from "@aws-sdk/client-dsql";
import { DsqlSigner } from "@aws-sdk/dsql-signer";
import pg from "pg";

const region = process.env.DSQL_REGION;
const client = new DSQLClient({ region, endpoint: process.env.DSQL_API });
const patience = { client, maxWaitTime: 60, minDelay: 1, maxDelay: 2 };

async function currentUser(hostname) {
  const password = await new DsqlSigner({ hostname, region }).getDbConnectAdminAuthToken();
  const connection = new pg.Client({
    host: "127.0.0.1",
    port: Number(process.env.DSQL_PORT),
    user: "admin",
    database: "postgres",
    password,
    ssl: { ca: readFileSync(process.env.DSQL_CA), servername: hostname },
  });
  await connection.connect();
  try {
    return (await connection.query("SELECT current_user AS role")).rows[0].role;
  } finally {
    await connection.end();
  }
}

test("from creation to deletion", async () => {
  const request = new CreateClusterCommand({ tags: { Name: "node" }, clientToken: "node-life" });
  const { identifier, status } = await client.send(request);
  assert.equal(status, "CREATING");
  assert.equal((await client.send(request)).identifier, identifier);
  await waitUntilClusterActive(patience, { identifier });

  const cluster = await client.send(new GetClusterCommand({ identifier }));
  assert.deepEqual(cluster.tags, { Name: "node" });
  assert.equal(cluster.deletionProtectionEnabled, true);
  assert.ok(cluster.creationTime instanceof Date);
  assert.equal(await currentUser(cluster.endpoint), "admin");

  await assert.rejects(client.send(new DeleteClusterCommand({ identifier })), {
    name: "ValidationException",
    reason: "deletionProtectionEnabled",
  });
  await client.send(new UpdateClusterCommand({ identifier, deletionProtectionEnabled: false }));
  assert.equal((await client.send(new DeleteClusterCommand({ identifier }))).status, "DELETING");
  await waitUntilClusterNotExists(patience, { identifier });
});

test("lists page by page", async () => {
  const found = [];
  for await (const page of paginateListClusters({ client, pageSize: 1 }, {})) {
    found.push(...page.clusters.map((cluster) => cluster.identifier));
  }
  assert.ok(found.includes(process.env.DSQL_ENDPOINT.split(".")[0]));
});

test("tells what is not there", async () => {
  const identifier = "a".repeat(26);
  await assert.rejects(client.send(new GetClusterCommand({ identifier })), {
    name: "ResourceNotFoundException",
    resourceId: identifier,
  });
});
