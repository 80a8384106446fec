"""A workflow of the installed skill: its steps, and what in them is to be done."""

import ast
import re
from dataclasses import dataclass

STEP = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")
SQL = re.compile(r"(?:CREATE|ALTER|GRANT|AWS IAM|CALL|SELECT|INSERT|UPDATE|DELETE|DROP) ")
# "in place since 2026-07-06", "(since 2026-08-26)"
SINCE = re.compile(r"since (\d{4}-\d{2})-\d{2}")


@dataclass
class Step:
    """
    number: as it stands in the text
    tools: calls of MCP tools, a name with arguments or a bare name
    commands: those that begin with dsql
    alternatives: commands that stand behind an "or": they do what a tool before them does
    statements: SQL that stands there by itself
    since: the month from which the service accepts the statements, or None
    """

    number: int
    tools: list
    commands: list
    alternatives: list
    statements: list
    since: str | None

    def lints(self):
        """Whether its SQL is there to be looked at, not to be run."""
        return any(span.startswith(("dsql_lint", "dsql lint")) for span in self.tools + self.commands)


def steps(text, tool_names):
    """The steps of a workflow's file, in order."""
    found = []
    for number, line in STEP.findall(text):
        code = CODE.findall(line)
        since = SINCE.search(line)
        found.append(
            Step(
                int(number),
                [span for span in code if re.split(r"\W", span)[0] in tool_names],
                [span for span in code if span.startswith("dsql ")],
                re.findall(r"\bor `(dsql [^`]+)`", line),
                [span for span in code if SQL.match(span)],
                since.group(1) if since else None,
            )
        )
    return found


def filled(span, fill):
    """A span with its placeholders replaced. None may be left: the table in the test has to name them all."""
    for placeholder, value in fill.items():
        if placeholder in span:
            span = span.replace(placeholder, value() if callable(value) else value)
    if "..." in span:
        raise AssertionError(f"Nothing is known to put in for the dots of: {span}")
    return span


def arguments(call, parameters, values):
    """
    The arguments of a call as the skill writes it, like readonly_query("SELECT ...", ["acme"]).

    parameters: the tool's parameters in their order
    values: what bare names in the call stand for
    """
    known = {"true": True, "false": False, **values}

    def value(node):
        return known[node.id] if isinstance(node, ast.Name) else [value(part) for part in node.elts] if isinstance(node, ast.List) else ast.literal_eval(node)

    tree = ast.parse(call, mode="eval").body
    found = {parameter: value(node) for parameter, node in zip(parameters, tree.args)}
    return found | {keyword.arg: value(keyword.value) for keyword in tree.keywords}
