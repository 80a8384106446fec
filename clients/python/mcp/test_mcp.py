"""The official Python client of the Model Context Protocol against dsql mcp."""

import asyncio
import json
import os
import subprocess
import unittest

from mcp import Client, StdioServerParameters

DSQL = os.environ["DSQL"]
CLUSTER = ["--cluster_endpoint", f"{os.environ['DSQL_ENDPOINT']}:{os.environ['DSQL_PORT']}"]
WRITER = ["mcp", *CLUSTER, "--region", os.environ["DSQL_REGION"], "--database_user", "admin", "--allow-writes"]
TIMEOUT_SECONDS = 120

TOOLS = {
    "readonly_query", "transact", "get_schema", "dsql_lint", "dsql_search_documentation", "dsql_read_documentation",
    "dsql_recommend", "query", "execute", "list_tables", "describe_table", "explain_query", "list_clusters",
    "plan_alter",
}


def on_stdio(arguments=WRITER, **environment):
    names = ("PATH", "HOME", "JAVA_HOME", "BOREALIS_RUNTIME", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_CONFIG_FILE",
             "AWS_SHARED_CREDENTIALS_FILE", "AWS_EC2_METADATA_DISABLED", "DSQL_JAVA_OPTS")
    passed = {name: os.environ[name] for name in names if name in os.environ}
    return StdioServerParameters(command=DSQL, args=arguments, env={**passed, **environment})


def client(server):
    return Client(server, read_timeout_seconds=TIMEOUT_SECONDS)


def text(result):
    return "\n".join(block.text for block in result.content)


class Tools:
    """What must hold on either transport; a subclass says which."""

    table = "mcp_rows"

    def server(self):
        raise NotImplementedError

    def run_with(self, use):
        async def session():
            async with client(self.server()) as connected:
                return await use(connected)

        return asyncio.run(session())

    def call(self, tool, **arguments):
        return self.run_with(lambda connected: connected.call_tool(tool, arguments))

    def test_lists_all_tools(self):
        listed = self.run_with(lambda connected: connected.list_tools())
        self.assertEqual({tool.name for tool in listed.tools}, TOOLS)
        for tool in listed.tools:
            self.assertTrue(tool.description)
            self.assertIsNotNone(tool.annotations)

    def test_every_tool_works(self):
        async def use(connected):
            async def call(tool, **arguments):
                result = await connected.call_tool(tool, arguments)
                self.assertFalse(result.is_error, f"{tool}: {text(result)}")
                return result.structured_content

            await call("transact", sql_list=[f"CREATE TABLE IF NOT EXISTS {self.table} (id int PRIMARY KEY, name text)"])
            rows = await call("transact", sql_list=[
                f"DELETE FROM {self.table}",
                f"INSERT INTO {self.table} VALUES (%s, %s), (2, 'b') RETURNING id",
            ], params_list=[None, [1, "O'Reilly; -- x"]])
            self.assertEqual(rows, {"result": [{"id": 1}, {"id": 2}]})
            found = await call("readonly_query", sql=f"SELECT name FROM {self.table} WHERE id = %s", params=[1])
            self.assertEqual(found, {"result": [{"name": "O'Reilly; -- x"}]})
            columns = await call("get_schema", table_name=self.table)
            self.assertEqual([column["column_name"] for column in columns["result"]], ["id", "name"])
            self.assertEqual(await call("query", sql=f"SELECT id FROM {self.table} WHERE name = $1", parameters=["b"]),
                             {"rows": [{"id": 2}], "rowCount": 1})
            changed = await call("execute", sql=f"UPDATE {self.table} SET name = $1", parameters=["c"])
            self.assertEqual(changed["rowCount"], 2)
            self.assertIn(self.table, (await call("list_tables"))["result"])
            described = await call("describe_table", table_name=self.table)
            self.assertTrue(described["indexes"])
            explained = await call("explain_query", sql=f"SELECT * FROM {self.table}")
            self.assertIn(self.table, explained["plan"])
            self.assertIn("## Next Steps", explained["report"])
            planned = await call("explain_query", sql=f"DELETE FROM {self.table}", analyze=False)
            self.assertIn("Delete", planned["plan"])
            plan = await call("plan_alter", sql=f"ALTER TABLE {self.table} ALTER COLUMN name TYPE varchar(9)")
            self.assertEqual((plan["method"], plan["runnable"]), ("recreation", True))
            clusters = (await call("list_clusters"))["result"]
            self.assertIn(os.environ["DSQL_ENDPOINT"], [cluster["endpoint"] for cluster in clusters if cluster["used"]])
            linted = await call("dsql_lint", sql="CREATE TABLE t (id serial PRIMARY KEY)", fix=True)
            self.assertIn("IDENTITY", linted["fixed_sql"])
            hits = (await call("dsql_search_documentation", search_phrase="change conflicts with another transaction"))["results"]
            page = await call("dsql_read_documentation", url=hits[0]["url"])
            self.assertIn("40001", page["content"])
            advice = await call("dsql_recommend", url="TRUNCATE orders")
            self.assertIn("dsql://docs/refusals#truncate", [found["url"] for found in advice["recommendations"]])

        self.run_with(use)

    def test_waits_for_an_index(self):
        async def use(connected):
            table = self.table + "_index"
            await connected.call_tool("transact", {"sql_list": [f"CREATE TABLE IF NOT EXISTS {table} (id int PRIMARY KEY, name text)"]})
            built = await connected.call_tool("transact", {"sql_list": [f"CREATE INDEX ASYNC ON {table} (name)"]})
            job = built.structured_content["result"][0]["job_id"]
            waited = await connected.call_tool("transact", {"sql_list": ["CALL sys.wait_for_job(%s)"], "params_list": [[job]]})
            return text(waited)

        self.assertIn("true", self.run_with(use))

    def test_refuses_writes_by_reading_tools(self):
        for sql in ("DELETE FROM t", "WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d", "SELECT pg_sleep(1)", "SELECT 1; SELECT 2",
                    "SET search_path = x", "SELECT * FROM t FOR UPDATE", "EXPLAIN ANALYZE SELECT 1 INTO t2"):
            result = self.call("readonly_query", sql=sql)
            self.assertTrue(result.is_error, sql)
            self.assertIn("Error executing tool readonly_query: ", text(result))

    def test_tells_what_is_wrong(self):
        self.assertIn("42P01", text(self.call("readonly_query", sql="SELECT * FROM no_such_table")))
        self.assertIn("22012", text(self.call("transact", sql_list=["SELECT 1/0"])))
        self.assertIn("ddl and dml", text(self.call("transact", sql_list=["CREATE TABLE x (a int)", "INSERT INTO x VALUES (1)"])))
        self.assertIn("must be a list", text(self.call("transact", sql_list=7)))

    def test_reads_resources_and_prompts(self):
        async def use(connected):
            resources = await connected.list_resources()
            self.assertIn("dsql://docs/limits", [str(resource.uri) for resource in resources.resources])
            page = await connected.read_resource("dsql://docs/limits")
            self.assertIn("3,000", page.contents[0].text)
            schema = await connected.read_resource("dsql://schema")
            json.loads(schema.contents[0].text)
            prompts = await connected.list_prompts()
            self.assertEqual(len(prompts.prompts), 8)
            prompt = await connected.get_prompt(prompts.prompts[0].name, {"goal": "a shop"})
            self.assertIn("The goal: a shop", prompt.messages[0].content.text)

        self.run_with(use)

    def test_tells_progress(self):
        seen = []

        async def use(connected):
            async def progress(done, total, message):
                seen.append((done, total))

            await connected.call_tool("transact", {"sql_list": ["SELECT 1", "SELECT 2", "SELECT 3"]}, progress_callback=progress)

        self.run_with(use)
        self.assertIn((3, 3), seen)

    def test_tells_the_phases_of_a_diagnosis(self):
        seen = []

        async def use(connected):
            async def progress(done, total, message):
                seen.append((done, total, message))

            await connected.call_tool("explain_query", {"sql": f"SELECT * FROM {self.table}"}, progress_callback=progress)

        self.run_with(use)
        self.assertEqual([(done, total) for done, total, _ in seen], [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)])
        self.assertEqual(seen[0][2], "running the statement for its plan")

    def test_lists_parameters_in_the_documented_order(self):
        async def use(connected):
            tools = {tool.name: list(tool.input_schema["properties"]) for tool in (await connected.list_tools()).tools}
            self.assertEqual(tools["readonly_query"], ["sql", "params"])
            self.assertEqual(tools["transact"], ["sql_list", "params_list"])
            self.assertEqual(tools["dsql_lint"], ["sql", "fix", "dsql_version"])
            self.assertEqual(tools["dsql_search_documentation"], ["search_phrase", "limit"])
            self.assertEqual(tools["dsql_read_documentation"], ["url", "start_index", "max_length"])

        self.run_with(use)

    def test_goes_on_after_cancelled_calls(self):
        # More than the server has connections: it could not go on if they were not really cancelled.
        calls = 9
        # Few enough rows each to stay below the limit on a query's temporary files.
        slow = "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b"

        async def use(connected):
            async def give_up():
                with self.assertRaises(TimeoutError):
                    async with asyncio.timeout(2):
                        await connected.call_tool("readonly_query", {"sql": slow})

            await asyncio.gather(*(give_up() for _ in range(calls)))
            return text(await connected.call_tool("readonly_query", {"sql": "SELECT 7 AS n"}))

        self.assertIn("7", self.run_with(use))


class StdioTest(Tools, unittest.TestCase):
    table = "mcp_stdio"

    def server(self):
        return on_stdio()

    def test_takes_the_official_servers_configuration(self):
        official = ["awslabs.aurora-dsql-mcp-server@latest", *CLUSTER, "--region", os.environ["DSQL_REGION"], "--database_user", "admin",
                    "--knowledge-server", "https://example.com", "--knowledge-timeout", "30.0"]
        server = on_stdio(["mcp", *official[1:]], FASTMCP_LOG_LEVEL="ERROR")

        async def use():
            async with client(server) as connected:
                read = await connected.call_tool("readonly_query", {"sql": "SELECT 1 AS a"})
                write = await connected.call_tool("transact", {"sql_list": ["CREATE TABLE never (a int)"]})
                return text(read), text(write)

        read, write = asyncio.run(use())
        self.assertIn("1", read)
        self.assertIn("Your MCP server does not allow write operations", write)

    def test_takes_the_earlier_servers_environment(self):
        server = on_stdio(["mcp"], CLUSTER=CLUSTER[1], REGION=os.environ["DSQL_REGION"])

        async def use():
            async with client(server) as connected:
                return (await connected.call_tool("query", {"sql": "SELECT 1 AS a"})).structured_content

        self.assertEqual(asyncio.run(use()), {"rows": [{"a": 1}], "rowCount": 1})

    def test_works_without_a_cluster(self):
        server = on_stdio(["mcp"], BOREALIS_RUNTIME=os.environ["SUITE_WORK"] + "/nothing", XDG_RUNTIME_DIR=os.environ["SUITE_WORK"])

        async def use():
            async with client(server) as connected:
                read = await connected.call_tool("readonly_query", {"sql": "SELECT 1"})
                lint = await connected.call_tool("dsql_lint", {"sql": "TRUNCATE t"})
                return text(read), lint.is_error

        read, lint_failed = asyncio.run(use())
        self.assertIn("Database not configured. Please configure --cluster_endpoint", read)
        self.assertFalse(lint_failed)


class HttpTest(Tools, unittest.TestCase):
    table = "mcp_http"

    @classmethod
    def setUpClass(cls):
        cls.process = subprocess.Popen([DSQL, *WRITER, "--http", "0"], stdout=subprocess.PIPE, text=True)
        # Also where the rest of this fails.
        cls.addClassCleanup(cls.end)
        line = cls.process.stdout.readline()
        assert line.startswith("dsql mcp is ready: "), line
        cls.url = line.split(": ", 1)[1].strip()

    @classmethod
    def end(cls):
        cls.process.terminate()
        cls.process.wait(30)
        cls.process.stdout.close()

    def server(self):
        return self.url

    def test_serves_several_clients_at_once(self):
        async def one(number):
            async with client(self.url) as connected:
                return (await connected.call_tool("readonly_query", {"sql": "SELECT %s::int AS n", "params": [number]})).structured_content

        async def all_of_them():
            return await asyncio.gather(*(one(number) for number in range(8)))

        self.assertEqual(asyncio.run(all_of_them()), [{"result": [{"n": number}]} for number in range(8)])
