"""The installed skill, followed step by step on a local cluster: once with the MCP tools that it names, once with the commands."""

import asyncio
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import unittest

from mcp import Client, StdioServerParameters

from workflow import arguments, filled, steps
from workflows import WORKFLOWS

DSQL = os.environ["DSQL"]
WORK = pathlib.Path(os.environ["SUITE_WORK"])
TIMEOUT_SECONDS = 120
JOB = re.compile(r"\b[a-z0-9]{26}\b")
RUN = re.compile(r"dsql alter --resume ([a-z0-9]{10})\b")
# What "dsql lint --fix" ends with when it has mended something that the user has to be told of.
MENDED_WITH_A_WARNING = 3


class Follower:
    """Whoever follows the skill. A subclass says in which way, and on which state of the service."""

    version = None

    @classmethod
    def setUpClass(cls):
        cls.here = WORK / cls.__name__
        shutil.rmtree(cls.here, ignore_errors=True)
        cls.here.mkdir()
        known = ("DSQL_", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PGHOSTADDR", "PGSSLROOTCERT")
        cls.environment = {name: value for name, value in os.environ.items() if not name.startswith(known)}
        cls.environment |= {"BOREALIS_RUNTIME": str(cls.here / "runtime")}
        cls.dsql("start", "--ephemeral", "--detach", "--port", "0", "--http-port", "0", "--dsql-version", cls.version)
        cls.dsql("skill", "install", "--agent", "claude", "--dir", ".", "--allow-writes")
        server = json.loads((cls.here / ".mcp.json").read_text())["mcpServers"]["aurora-dsql"]
        cls.server = StdioServerParameters(command=server["command"], args=server["args"], env=cls.environment)
        cls.parameters = asyncio.run(cls.parameters_of_tools())

    @classmethod
    def tearDownClass(cls):
        cls.dsql("stop")

    @classmethod
    async def parameters_of_tools(cls):
        async with Client(cls.server) as tools:
            listed = await tools.list_tools()
            schemas = {tool.name: tool.input_schema for tool in listed.tools}
        # The members of a schema have no order; what has to be given comes first.
        return {name: sorted(schema["properties"], key=lambda one: one not in schema["required"]) for name, schema in schemas.items()}

    @classmethod
    def dsql(cls, *command, stdin="", accepted=(0,), **environment):
        ended = subprocess.run(
            [DSQL, *command], cwd=cls.here, env={**cls.environment, **environment}, input=stdin, capture_output=True, text=True, timeout=TIMEOUT_SECONDS
        )
        if ended.returncode not in accepted:
            raise AssertionError(f"dsql {shlex.join(command)} ended with {ended.returncode}:\n{ended.stdout}\n{ended.stderr}")
        return ended.stdout

    def rows(self, query):
        return json.loads(self.dsql("sql", "--format", "json", "-c", query))

    def follow(self, name):
        case = WORKFLOWS[name]
        for file, text in case.files.items():
            (self.here / file).write_text(text)
        for statement in case.before + (case.before_on.get(self.version, [])):
            self.dsql("sql", "-c", statement)
        self.case, self.printed, self.keys, self.trial, self.run = case, "", {}, {}, ""
        self.fill = {placeholder: (lambda value=value: value(self)) if callable(value) else value for placeholder, value in case.fill.items()}
        text = (self.here / f".claude/skills/dsql/workflows/{name}.md").read_text()
        found = steps(text, self.parameters)
        self.assertEqual([step.number for step in found], list(range(1, len(found) + 1)))
        for step in found:
            step.commands = [span for span in step.commands if span not in case.left_out]
            if self.version >= case.only_since.get(step.number, ""):
                for _ in range(case.repeat.get(step.number, 1)):
                    with self.subTest(workflow=name, step=step.number):
                        self.carry_out(step)
        for query, expected in case.after:
            self.assertEqual(self.rows(query), expected, query)

    def carry_out(self, step):
        if step.since is not None and self.version < step.since:
            for statement in step.statements:
                self.dsql("sql", "-c", filled(statement, self.fill), accepted=(1,))
            return
        self.carry_out_with(step, [] if step.lints() else step.statements)
        if self.trial:
            self.dsql("stop", **self.trial)
            self.trial = {}
        self.assertIn(self.case.prints.get(step.number, ""), self.printed)

    def carry_out_with(self, step, statements):
        raise NotImplementedError

    def command(self, span, statements):
        """Types a command of the skill. A bare "dsql sql -c" is typed for each of the statements."""
        words = shlex.split(filled(span, self.fill))[1:]
        if words == ["sql", "-c"]:
            for statement in statements:
                self.run_statement(statement)
        elif words[0] == "start":
            # Beside the cluster that is already there, and seen only until the end of the step.
            self.trial = {"BOREALIS_RUNTIME": str(self.here / "trial")}
            self.run_command([*words, "--port", "0", "--http-port", "0"])
        else:
            fixes = words[0] == "lint" and "--fix" in words
            keys = self.keys if "--user" in words else {}
            stdin = self.case.values.get("sql", "") if words[-1] == "-" else ""
            self.run_command(words, stdin=stdin, accepted=(0, MENDED_WITH_A_WARNING) if fixes else (0,), **keys)

    def run_statement(self, statement):
        self.run_command(["sql", "-c", filled(statement, self.fill)])

    def run_command(self, words, **how):
        printed = self.dsql(*words, **how, **self.trial)
        self.remember(printed)
        if "export AWS_ACCESS_KEY_ID" in printed:
            self.keys = dict(re.findall(r"export (\w+)=(\S+)", printed))

    def remember(self, printed):
        self.printed = printed
        if "job_id" in printed:
            self.job = JOB.search(printed).group()
        run = RUN.search(printed)
        self.run = run.group(1) if run else self.run

    def arn(self):
        users = json.loads(self.dsql("iam", "user", "list", "--output", "json"))
        return next(user["principalArn"] for user in users if user["principalArn"].endswith("shop_app"))

    def test_every_workflow_of_the_skill_is_here(self):
        installed = {file.stem for file in (self.here / ".claude/skills/dsql/workflows").glob("*.md")}
        self.assertEqual(installed, set(WORKFLOWS))


def add_tests(follower):
    for name in WORKFLOWS:
        setattr(follower, "test_" + name.replace("-", "_"), lambda self, name=name: self.follow(name))
    return follower


@add_tests
class WithTools(Follower, unittest.TestCase):
    version = "2026-06"

    def carry_out_with(self, step, statements):
        runners = [span for span in step.tools if span in ("transact", "readonly_query")]
        for span in step.tools:
            if "(" in span:
                self.call(span)
            elif span not in runners:
                self.use(span, self.case.values[span])
        if runners:
            for statement in statements or self.case.given[step.number]:
                self.use_for(runners[0], statement)
        commands = [span for span in step.commands if span not in step.alternatives]
        for span in commands:
            self.command(span, statements)
        if not runners and "dsql sql -c" not in commands:
            for statement in statements:
                self.use_for("transact", statement)

    def use_for(self, runner, statement):
        text = filled(statement, self.fill)
        self.use(runner, {"sql_list": [text]} if runner == "transact" else {"sql": text})

    def call(self, span):
        name = span.split("(")[0]
        self.use(name, arguments(filled(span, self.fill), self.parameters[name], self.case.values))

    def use(self, tool, given):
        async def once():
            async with Client(self.server, read_timeout_seconds=TIMEOUT_SECONDS) as tools:
                return await tools.call_tool(tool, given)

        result = asyncio.run(once())
        printed = "\n".join(block.text for block in result.content)
        if result.is_error:
            raise AssertionError(f"{tool} {given}: {printed}")
        self.remember(printed)


@add_tests
class WithCommands(Follower, unittest.TestCase):
    version = "2026-09"

    def carry_out_with(self, step, statements):
        for span in step.commands:
            self.command(span, statements or self.case.given.get(step.number, []))
        if "dsql sql -c" not in step.commands:
            for statement in statements:
                self.run_statement(statement)
        if not step.commands:
            for span in step.tools:
                self.command_of_tool(span)

    def command_of_tool(self, span):
        """SKILL.md says which command does what a tool does: for these two, dsql sql."""
        name = span.split("(")[0]
        self.assertIn(name, ("transact", "readonly_query"))
        given = arguments(filled(span, self.fill), self.parameters[name], self.case.values)
        statements = given.get("sql_list") or [given["sql"]]
        values = given.get("params_list") or [given.get("params", [])] * len(statements)
        bound = [re.sub("%s", lambda _, left=iter(value or []): literal(next(left)), statement) for statement, value in zip(statements, values)]
        self.run_command(["sql", "-c", "; ".join(["BEGIN", *bound, "COMMIT"]) if len(bound) > 1 else bound[0]])


def literal(value):
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
