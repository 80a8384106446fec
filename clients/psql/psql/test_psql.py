"""psql, against a cluster under its own name, with the certificate verified."""

import os
import subprocess
import tempfile
import time
import unittest

from terminal import Terminal

ENDPOINT = os.environ["DSQL_ENDPOINT"]
PORT = os.environ["DSQL_PORT"]
ADMIN = f"host={ENDPOINT} port={PORT} user=admin dbname=postgres sslmode=verify-full"
TIMEOUT_SECONDS = 60


def token(*arguments):
    command = [os.environ["DSQL"], "token", "--port", PORT, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=TIMEOUT_SECONDS).stdout.strip()


def environment(**settings):
    return {**os.environ, "PAGER": "cat", **settings}


def run(*arguments, connection=ADMIN, script="", password=None):
    """Runs psql without start-up file, and returns its exit code, standard output and standard error."""
    return subprocess.run(
        ["psql", "--no-psqlrc", "--no-password", "--quiet", *arguments, connection],
        input=script,
        env=environment(PGPASSWORD=TOKEN if password is None else password),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
    )


def answer(script, *arguments):
    """What psql prints for a script that succeeds."""
    psql = run("--set=ON_ERROR_STOP=1", *arguments, script=script)
    if psql.returncode != 0 or psql.stderr:
        raise AssertionError(f"psql failed with {psql.returncode}: {psql.stderr}")
    return psql.stdout


def setUpModule():
    global TOKEN
    TOKEN = token()
    answer(
        """
        CREATE TABLE my_table (id int PRIMARY KEY, name text NOT NULL, price numeric(10,2) DEFAULT 0);
        CREATE VIEW my_view AS SELECT name FROM my_table;
        CREATE SCHEMA my_schema;
        CREATE FUNCTION my_function(a int) RETURNS int LANGUAGE sql AS 'SELECT a + 1';
        CREATE ROLE my_role WITH LOGIN;
        """
    )


class SignIn(unittest.TestCase):
    def test_verifies_the_certificate_for_the_cluster_name(self):
        shown = answer("\\conninfo")
        self.assertIn(f'as user "admin" on host "{ENDPOINT}"', shown)
        self.assertIn("SSL connection (protocol: TLSv1.3", shown)

    def test_signs_in_as_the_readme_says(self):
        psql = run("--command=SELECT 1", "--tuples-only", connection=ADMIN.replace(ENDPOINT, "localhost"), password=token())
        self.assertEqual((psql.returncode, psql.stdout.strip()), (0, "1"), psql.stderr)

    def test_does_not_trust_another_authority(self):
        with tempfile.TemporaryDirectory() as directory:
            other = os.path.join(directory, "other.pem")
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
                + ["-subj", "/CN=other", "-keyout", os.path.join(directory, "key.pem"), "-out", other],
                check=True,
                capture_output=True,
            )
            psql = run("--command=SELECT 1", connection=f"{ADMIN} sslrootcert={other}")
        self.assertEqual(psql.returncode, 2)
        self.assertIn("certificate verify failed", psql.stderr)

    def test_is_refused_without_tls(self):
        psql = run("--command=SELECT 1", connection=ADMIN.replace("verify-full", "disable"))
        self.assertEqual(psql.returncode, 2)
        self.assertIn("FATAL:  unable to accept connection, TLS is required", psql.stderr)

    def test_is_refused_with_a_changed_token(self):
        changed = TOKEN[:-1] + ("0" if TOKEN[-1] != "0" else "1")
        self.assert_denied(run("--command=SELECT 1", password=changed))

    def test_is_refused_with_a_token_for_another_region(self):
        self.assert_denied(run("--command=SELECT 1", password=token("--region", "eu-west-1")))

    def test_is_refused_with_a_token_for_another_action(self):
        self.assert_denied(run("--command=SELECT 1", password=token("--user", "my_role")))

    def test_is_refused_as_a_role_that_nobody_was_granted(self):
        self.assert_denied(
            run("--command=SELECT 1", connection=ADMIN.replace("admin", "my_role"), password=token("--user", "my_role"))
        )

    def assert_denied(self, psql):
        self.assertEqual(psql.returncode, 2)
        self.assertIn("FATAL:  unable to accept connection, access denied", psql.stderr)


class Listings(unittest.TestCase):
    def test_relations(self):
        shown = answer("\\d")
        self.assertRegex(shown, r"public \| my_table +\| table +\| admin")
        self.assertRegex(shown, r"public \| my_view +\| view +\| admin")

    def test_tables_with_sizes(self):
        self.assertRegex(answer("\\dt+ my_table"), r"public \| my_table \| table \| admin \| permanent")

    def test_indexes(self):
        self.assertRegex(answer("\\di my_*"), r"my_table_pkey \| index \| admin \| my_table")

    def test_views(self):
        self.assertRegex(answer("\\dv"), r"my_view \| view \| admin")

    def test_functions(self):
        self.assertRegex(answer("\\df my_function"), r"my_function \| integer +\| a integer +\| func")

    def test_roles(self):
        shown = answer("\\du")
        self.assertRegex(shown, r"admin +\| Create role")
        self.assertRegex(shown, r"my_role +\|")

    def test_databases(self):
        self.assertRegex(answer("\\l"), r"postgres \| .* UTF8 +\|")
        self.assertIn("(1 row)", answer("\\l"))

    def test_schemas(self):
        self.assertRegex(answer("\\dn"), r"my_schema +\| admin")

    def test_columns_of_a_table(self):
        shown = answer("\\d my_table")
        self.assertIn('Table "public.my_table"', shown)
        self.assertRegex(shown, r"price +\| numeric\(10,2\) \| +\| +\| 0")
        self.assertRegex(shown, r'"my_table_pkey" PRIMARY KEY, \w+ \(id\)')

    def test_details_of_a_table(self):
        self.assertRegex(answer("\\d+ my_table"), r"name +\| text +\| +\| not null")

    def test_definition_of_a_view(self):
        self.assertRegex(answer("\\d+ my_view"), r"View definition:\s+SELECT.*name\s+FROM my_table;")

    def test_source_of_a_function(self):
        self.assertIn("CREATE OR REPLACE FUNCTION public.my_function(a integer)", answer("\\sf my_function"))

    def test_privileges(self):
        self.assertRegex(answer("\\dp my_table"), r"public \| my_table \| table")

    def test_every_listing_is_answered(self):
        listings = "d dS da dA db dc dC dconfig dd dD ddp dE des det deu dew df dF dFd dFp dFt dg di dl dL dm dn do dp dPi dPt drds dRp"
        for listing in f"{listings} dRs ds dt dT du dv dx dX dy l z dAc dAf dAo dAp".split():
            psql = run(script=f"\\{listing}")
            self.assertNotIn("ERROR", psql.stderr, listing)
            self.assertEqual(psql.returncode, 0, listing)


class Scripts(unittest.TestCase):
    def test_variables(self):
        script = "\\set number 41\n\\set text 'it''s'\nSELECT :number + 1, :'text';\nSELECT 7 AS seven \\gset\n\\echo :seven"
        self.assertEqual(answer(script, "--no-align", "--tuples-only"), "42|it's\n7\n")

    def test_timing(self):
        self.assertRegex(answer("\\timing on\nSELECT 1;"), r"Time: [0-9.]+ ms")

    def test_several_statements_in_one_message(self):
        psql = run("--command=SELECT 1; SELECT 2", "--no-align", "--tuples-only")
        self.assertEqual(psql.stdout, "1\n2\n")

    def test_description_without_execution(self):
        self.assertRegex(answer("SELECT id, price FROM my_table \\gdesc"), r"price +\| numeric\(10,2\)")

    def test_queries_made_of_results(self):
        self.assertEqual(answer("SELECT 'SELECT ' || n FROM generate_series(1, 2) n \\gexec", "--no-align", "--tuples-only"), "1\n2\n")

    def test_transactions(self):
        script = """
        BEGIN; INSERT INTO my_table VALUES (900, 'kept'); COMMIT;
        BEGIN; INSERT INTO my_table VALUES (901, 'dropped'); ROLLBACK;
        SELECT id FROM my_table WHERE id BETWEEN 900 AND 910;
        """
        self.assertEqual(answer(script, "--no-align", "--tuples-only"), "900\n")

    def test_an_error_is_shown_with_its_place(self):
        psql = run("--set=VERBOSITY=verbose", script="SELECT id,\n  nothing FROM my_table;")
        self.assertIn('ERROR:  42703: column "nothing" does not exist\nLINE 2:   nothing FROM my_table;\n          ^', psql.stderr)

    def test_an_error_ends_a_script_that_asks_for_it(self):
        psql = run("--set=ON_ERROR_STOP=1", script="SELECT 1/0;\nSELECT 'not reached';")
        self.assertEqual(psql.returncode, 3)
        self.assertIn("division by zero", psql.stderr)
        self.assertNotIn("not reached", psql.stdout)


class Copy(unittest.TestCase):
    def test_in_and_out(self):
        answer("CREATE TABLE copied (id int PRIMARY KEY, name text)")
        with tempfile.TemporaryDirectory() as directory:
            rows = os.path.join(directory, "rows.csv")
            written = os.path.join(directory, "written.csv")
            with open(rows, "w", encoding="utf-8") as file:
                file.writelines(f'{n},"name, {n} ä"\n' for n in range(2000))
            answer(f"\\copy copied FROM '{rows}' WITH (FORMAT csv)")
            answer(f"\\copy (SELECT * FROM copied ORDER BY id) TO '{written}' WITH (FORMAT csv)")
            with open(rows, encoding="utf-8") as expected, open(written, encoding="utf-8") as actual:
                self.assertEqual(actual.read(), expected.read())

    def test_a_bad_row_is_refused_and_named(self):
        answer("CREATE TABLE copied_in_vain (id int PRIMARY KEY)")
        psql = run(script="COPY copied_in_vain FROM STDIN;\n1\nnot a number\n\\.\nSELECT count(*) FROM copied_in_vain;")
        self.assertIn('invalid input syntax for type integer: "not a number"', psql.stderr)
        self.assertIn("COPY copied_in_vain, line 2", psql.stderr)
        self.assertRegex(psql.stdout, r"\n +0\n")


class Interactive(unittest.TestCase):
    def psql(self):
        return Terminal(
            ["psql", "--no-psqlrc", ADMIN],
            environment(PGPASSWORD=TOKEN, TERM="dumb", INPUTRC="/dev/null", PSQL_HISTORY="/dev/null"),
        )

    def test_completes_names_with_tab(self):
        with self.psql() as psql:
            psql.expect("postgres=> ")
            psql.type("SELECT * FROM my_ta\t")
            psql.expect("SELECT * FROM my_table ")
            psql.type("WHERE pr\t")
            psql.expect("WHERE price ")
            psql.type("IS NULL;\n")
            psql.expect("(0 rows)")
            psql.expect("postgres=> ")
            psql.type("DROP VIEW my_vi\t")
            psql.expect("DROP VIEW my_view ")
            psql.type("\x15GRANT my_ro\t")
            psql.expect("GRANT my_role ")
            psql.type("\x15SHOW TimeZ\t;\n")
            psql.expect("(1 row)")

    def test_cancels_with_control_c(self):
        with self.psql() as psql:
            psql.expect("postgres=> ")
            psql.type("SELECT pg_sleep(600);\n")
            self.await_running("SELECT pg_sleep(600);")
            psql.type("\x03")
            psql.expect("ERROR:  canceling statement due to user request")
            psql.expect("postgres=> ")
            psql.type("SELECT 6 * 7;\n")
            psql.expect("42")

    def test_shows_that_a_transaction_has_failed(self):
        with self.psql() as psql:
            psql.expect("postgres=> ")
            psql.type("BEGIN;\n")
            psql.expect("postgres=*> ")
            psql.type("SELECT 1/0;\n")
            psql.expect("postgres=!> ")
            psql.type("ROLLBACK;\n")
            psql.expect("postgres=> ")

    def await_running(self, query):
        deadline = time.monotonic() + TIMEOUT_SECONDS
        running = f"SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = '{query}'"
        while answer(running, "--no-align", "--tuples-only") != "1\n":
            self.assertLess(time.monotonic(), deadline, f"{query} does not run")
