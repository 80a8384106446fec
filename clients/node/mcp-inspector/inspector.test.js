// The MCP inspector's command line against dsql mcp, on standard streams and on streamable HTTP.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const dsql = process.env.DSQL;
const flags = ["--cluster_endpoint", `${process.env.DSQL_ENDPOINT}:${process.env.DSQL_PORT}`, "--allow-writes"];
const TIMEOUT_MS = 90_000;

// The inspector's exit code for an answer that is an error of the tool.
const TOOL_ERROR = 5;

let server;
let address;

before(async () => {
  server = spawn(dsql, ["mcp", ...flags, "--http", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: server.stdout })) {
    address = line.split(": ")[1];
    break;
  }
});

after(() => server.kill());

// The inspector gives a server nothing of its own environment but what it is told to.
const environment = ["BOREALIS_RUNTIME", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].flatMap((name) => ["-e", `${name}=${process.env[name]}`]);

async function inspect(target, ...request) {
  const { stdout } = await run("node_modules/.bin/mcp-inspector", ["--cli", ...environment, ...target, ...request], { timeout: TIMEOUT_MS, maxBuffer: 1 << 24 });
  return JSON.parse(stdout);
}

for (const [name, target] of [
  ["stdio", () => [dsql, "mcp", ...flags]],
  ["HTTP", () => [address, "--transport", "http"]],
]) {
  test(`${name}: lists tools, resources and prompts`, async () => {
    const { tools } = await inspect(target(), "--method", "tools/list");
    assert.equal(tools.length, 14);
    const { resources } = await inspect(target(), "--method", "resources/list");
    assert.ok(resources.some((resource) => resource.uri === "dsql://docs/limits"));
    const { prompts } = await inspect(target(), "--method", "prompts/list");
    assert.equal(prompts.length, 8);
  });

  test(`${name}: calls tools`, async () => {
    const rows = await inspect(target(), "--method", "tools/call", "--tool-name", "readonly_query",
      "--tool-arg", "sql=SELECT %s::int AS n", "--tool-arg", "params=[42]");
    assert.deepEqual(rows.structuredContent, { result: [{ n: 42 }] });
    const changed = await inspect(target(), "--method", "tools/call", "--tool-name", "transact",
      "--tool-arg", 'sql_list=["CREATE TABLE IF NOT EXISTS inspected (id int PRIMARY KEY)"]');
    assert.equal(changed.isError, false);
    const lint = await inspect(target(), "--method", "tools/call", "--tool-name", "dsql_lint", "--tool-arg", "sql=TRUNCATE t");
    assert.equal(lint.structuredContent.diagnostics[0].rule, "truncate");
  });

  test(`${name}: refuses as an error of the tool`, async () => {
    const request = ["--method", "tools/call", "--tool-name", "readonly_query", "--tool-arg", "sql=DROP TABLE inspected"];
    const failure = await inspect(target(), ...request).then(() => assert.fail("it was not refused"), (error) => error);
    assert.equal(failure.code, TOOL_ERROR);
    assert.match(failure.stdout, /does not allow write operations/);
  });

  test(`${name}: reads a page and fills in a prompt`, async () => {
    const page = await inspect(target(), "--method", "resources/read", "--uri", "dsql://docs/occ-retry");
    assert.match(page.contents[0].text, /40001/);
    const prompt = await inspect(target(), "--method", "prompts/get", "--prompt-name", "query-plan", "--prompt-args", "goal=orders is slow");
    assert.match(prompt.messages[0].content.text, /orders is slow/);
  });
}
