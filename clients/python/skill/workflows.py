"""What a reader of the skill brings to each workflow: files and tables, and what goes where the skill's text has dots."""

import json
from dataclasses import dataclass, field

OBJECTIVES = "CREATE TABLE objectives (tenant_id uuid NOT NULL, id uuid DEFAULT gen_random_uuid(), title text, PRIMARY KEY (tenant_id, id))"
OBJECTIVES_INDEX = "CREATE INDEX ASYNC objectives_title ON objectives (tenant_id, title)"
ORDERS = "CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers (id))"
ORPHANS = "SELECT o.id FROM orders o WHERE NOT EXISTS (SELECT FROM customers c WHERE c.id = o.customer_id)"
NOTES = "SELECT id FROM notes WHERE tenant_id = 'acme'"
PLAN = "SELECT * FROM plan_rows WHERE n = 7"


@dataclass
class Case:
    """
    files: those in the reader's directory
    before, before_on: statements that make what the workflow begins with; on one state of the service
    fill: a placeholder of the text, and what is put in for it; a function is asked when it is needed
    values: what bare names in a call stand for, and the arguments of bare tools
    given: statements that the reader writes in a step whose text has none
    repeat: how often a step is done
    left_out: commands for a case that is not the reader's
    only_since: steps for clusters from a state of the service on
    prints: what is to be read at the end of a step
    after: queries, and what they answer in the end
    """

    files: dict = field(default_factory=dict)
    before: list = field(default_factory=list)
    before_on: dict = field(default_factory=dict)
    fill: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    given: dict = field(default_factory=dict)
    repeat: dict = field(default_factory=dict)
    left_out: list = field(default_factory=list)
    only_since: dict = field(default_factory=dict)
    prints: dict = field(default_factory=dict)
    after: list = field(default_factory=list)


WORKFLOWS = {
    "multi-tenant-schema": Case(
        files={"schema.sql": OBJECTIVES + ";\n"},
        fill={
            "CREATE TABLE ...": OBJECTIVES,
            "CREATE INDEX ASYNC ...": OBJECTIVES_INDEX,
            "wait_for_job('...')": lambda follower: f"wait_for_job('{follower.job}')",
            "table_name = '...'": "table_name = 'objectives'",
        },
        values={"sql": OBJECTIVES, "describe_table": {"table_name": "objectives"}},
        after=[("SELECT count(*) AS n FROM pg_indexes WHERE tablename = 'objectives'", [{"n": 2}])],
    ),
    "data-migration": Case(
        before=[
            "DROP TABLE IF EXISTS t",
            "CREATE TABLE t (id int PRIMARY KEY)",
            "INSERT INTO t SELECT generate_series(1, 2500)",
        ],
        fill={
            "ALTER TABLE t ADD COLUMN c type": "ALTER TABLE t ADD COLUMN c text",
            '"ALTER TABLE ..."': '"ALTER TABLE t ADD COLUMN c text"',
            "SELECT count(*) ...": "SELECT count(*) FROM t WHERE c IS NULL",
            '"UPDATE ..."': "\"UPDATE t SET c = 'x' WHERE id IN (SELECT id FROM t WHERE c IS NULL LIMIT 1000)\"",
            "SET DEFAULT ...": "SET DEFAULT 'x'",
            "CREATE INDEX ASYNC ...": "CREATE INDEX ASYNC t_c ON t (c)",
            "wait_for_job(...)": lambda follower: f"wait_for_job('{follower.job}')",
        },
        values={"sql": "ALTER TABLE t ADD COLUMN c text"},
        repeat={4: 3},
        after=[("SELECT count(*) AS n FROM t WHERE c IS NULL", [{"n": 0}])],
    ),
    "referential-integrity": Case(
        files={"schema.sql": ORDERS + ";\n"},
        before=[
            "DROP TABLE IF EXISTS orders",
            "DROP TABLE IF EXISTS customers",
            "CREATE TABLE customers (id int PRIMARY KEY)",
            "INSERT INTO customers VALUES (1)",
            "CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL)",
        ],
        before_on={"2026-09": ["ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers NOT VALID"]},
        fill={
            "ASYNC t VALIDATE CONSTRAINT c": "ASYNC orders VALIDATE CONSTRAINT orders_customer",
            "WHERE id = %s FOR UPDATE": "WHERE id = 1 FOR UPDATE",
            "INSERT INTO orders ...": "INSERT INTO orders VALUES (1, 1)",
            '"SELECT ..."': f'"{ORPHANS}"',
        },
        values={"sql": ORDERS},
        only_since={2: "2026-09"},
        after=[("SELECT count(*) AS n FROM orders", [{"n": 1}])],
    ),
    "tenant-isolation": Case(
        before=[
            "CREATE TABLE notes (tenant_id text, id int, title text, PRIMARY KEY (tenant_id, id))",
            "INSERT INTO notes VALUES ('acme', 1, 'a'), ('other', 1, 'b')",
        ],
        fill={
            "SELECT ... WHERE tenant_id": "SELECT id, title FROM notes WHERE tenant_id",
            '"SELECT ..."': f'"{NOTES}"',
        },
        values={"sql": NOTES},
        prints={5: "Index Cond"},
    ),
    "scoped-roles": Case(
        fill={
            "GRANT ... ON TABLES": "GRANT SELECT ON TABLES",
            "'arn:...'": lambda follower: f"'{follower.arn()}'",
            '"SELECT ..."': '"SELECT * FROM sys.iam_pg_role_mappings"',
        },
        after=[("SELECT pg_role_name AS role FROM sys.iam_pg_role_mappings", [{"role": "shop_app"}])],
    ),
    "table-recreation": Case(
        before=[
            "DROP TABLE IF EXISTS t",
            "CREATE TABLE t (id int PRIMARY KEY, name text)",
            "INSERT INTO t SELECT n, 'x' FROM generate_series(1, 2500) AS s (n)",
        ],
        fill={
            "ALTER TABLE ...": "ALTER TABLE t ALTER COLUMN id TYPE bigint",
            "dsql export": "dsql export --table t -o backup.sql",
            "--run": "--run --yes",
            "--drop-old": "--drop-old --yes",
            "--resume ID": lambda follower: f"--resume {follower.run}",
        },
        # There was no break, and there is no way back.
        left_out=["dsql alter --resume ID", "dsql alter --abort ID"],
        after=[
            ("SELECT count(*) AS n FROM t", [{"n": 2500}]),
            ("SELECT data_type AS type FROM information_schema.columns WHERE table_name = 't' AND column_name = 'id'", [{"type": "bigint"}]),
            ("SELECT count(*) AS n FROM information_schema.tables WHERE table_name LIKE 't\\_old%'", [{"n": 0}]),
        ],
    ),
    "validate-and-migrate": Case(
        files={
            "schema.sql": "CREATE TABLE parts (id serial PRIMARY KEY, name text);\n",
            "dump.sql": "CREATE TABLE `cars` (`id` int NOT NULL AUTO_INCREMENT, `name` varchar(20), PRIMARY KEY (`id`));\n",
            "cars.csv": "1,lorry\n2,bus\n",
        },
        fill={
            '"the message"': '"type serial does not exist"',
            "HOST": lambda follower: json.loads(follower.dsql("status", "--output", "json"))[0]["endpoint"],
            "dsql migrate -s dump.sql --dry-run": "dsql migrate --from-mysql -s dump.sql --dry-run",
            "-s FILE -t TABLE": "-s cars.csv -t cars",
        },
        values={
            "sql": "CREATE TABLE parts (id serial PRIMARY KEY, name text);",
            "describe_table": {"table_name": "cars"},
            "list_tables": {},
        },
        given={7: ["CREATE TABLE cars (id int PRIMARY KEY, name varchar(20))"]},
        after=[("SELECT count(*) AS n FROM cars", [{"n": 2}])],
    ),
    "query-plan": Case(
        before=["CREATE TABLE plan_rows (id int PRIMARY KEY, n int)", "INSERT INTO plan_rows SELECT i, i FROM generate_series(1, 500) AS s (i)"],
        fill={'"SELECT ..."': f'"{PLAN}"', "dsql explain --no-analyze": f'dsql explain --no-analyze "{PLAN}"'},
        values={"sql": PLAN, "dsql_lint": {"sql": "CREATE INDEX ASYNC plan_rows_n ON plan_rows (n)"}},
    ),
}
