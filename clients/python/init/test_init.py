"""dsql init as a person uses it, at a terminal, in an empty folder and in three projects, and then the projects' own programs."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import unittest

from terminal import Terminal

DSQL = os.environ["DSQL"]
WORK = pathlib.Path(os.environ["SUITE_WORK"])
PROJECTS = pathlib.Path(__file__).parent / "projects"
TIMEOUT_SECONDS = 300
INTERRUPTED = 130


class Project(unittest.TestCase):
    """A project in a directory of its own, and a service of its own. A subclass says which."""

    project = None
    # What a command runs in, to see other files than the machine's.
    within = []

    @classmethod
    def setUpClass(cls):
        cls.prepare()
        started = cls.dsql("start", "--ephemeral", "--detach", "--port", "0", "--http-port", "0", "--output", "json")
        cls.service = json.loads(started)

    @classmethod
    def prepare(cls):
        here = WORK / cls.__name__
        shutil.rmtree(here, ignore_errors=True)
        cls.directory = here / "shop"
        if cls.project is None:
            cls.directory.mkdir(parents=True)
        else:
            shutil.copytree(PROJECTS / cls.project, cls.directory)
        home = here / "home"
        home.mkdir()
        # Nothing of the suites' service is known here, nor any key.
        known = ("DSQL_", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PGHOSTADDR", "PGSSLROOTCERT", "NODE_EXTRA_CA_CERTS")
        cls.environment = {name: value for name, value in os.environ.items() if not name.startswith(known)}
        cls.environment |= {"BOREALIS_RUNTIME": str(here / "runtime"), "HOME": str(home), "TERM": "xterm-256color"}

    @classmethod
    def tearDownClass(cls):
        cls.dsql("stop")

    @classmethod
    def dsql(cls, *arguments):
        return run([*cls.within, DSQL, *arguments], cls.environment, cls.directory)

    def init(self, *arguments):
        return Terminal([*self.within, DSQL, "init", *arguments], str(self.directory), self.environment)

    def question_about_the_cluster(self):
        return f"Use the local cluster {self.service['endpoint']} on port {self.service['port']}? [Y/n]"

    def text(self, file):
        return (self.directory / file).read_text()

    def rows(self, query):
        return json.loads(self.dsql("sql", "--format", "json", "-c", query))

    def own_program(self, *command, **environment):
        """What the project's program prints that has the variables of .env, as step 9 says, and the person's own home."""
        of_person = {**self.environment, "HOME": os.environ["HOME"], **environment}
        return run(["bash", "-c", 'set -a; . ./.env; exec "$@"', "bash", *command], of_person, self.directory)

    def assert_env_names_the_cluster(self):
        self.assertEqual(
            self.text(".env").splitlines(),
            [
                f"DSQL_ENDPOINT={self.service['endpoint']}",
                "AWS_REGION=us-east-1",
                "PGHOSTADDR=127.0.0.1",
                f"PGPORT={self.service['port']}",
                f"PGSSLROOTCERT={self.service['caFile']}",
                "AWS_ACCESS_KEY_ID=test",
                "AWS_SECRET_ACCESS_KEY=test",
            ],
        )

    def assert_mcp_server_is_configured(self, file):
        server = json.loads(self.text(file))["mcpServers"]["aurora-dsql"]
        self.assertEqual(server["args"], ["mcp"])
        self.assertIsNotNone(shutil.which(server["command"]))


def run(command, environment, directory):
    ended = subprocess.run(command, env=environment, cwd=directory, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
    if ended.returncode != 0:
        raise AssertionError(f"{command} ended with {ended.returncode}:\n{ended.stdout}\n{ended.stderr}")
    return ended.stdout


class EmptyFolder(Project):
    def test_ends_with_a_table(self):
        with self.init("--agent", "claude") as terminal:
            terminal.expect("Step 1 of 9: what is needed")
            terminal.expect("AWS credentials: none. A local cluster has its own.")
            terminal.answer(self.question_about_the_cluster())
            terminal.expect(f"DSQL_ENDPOINT={self.service['endpoint']}")
            terminal.answer("Write this? [Y/n]", "y")
            terminal.answer("Install the skill and the MCP server? [Y/n]", "yes")
            terminal.expect("Connected to postgres: PostgreSQL 16")
            terminal.expect("There is no code here yet.")
            terminal.expect("CREATE TABLE users (")
            terminal.answer("Create this example? [Y/n]")
            terminal.expect("Step 9 of 9: what is next")
            self.assertEqual(terminal.exit_code(), 0, terminal.screen())
        self.assert_env_names_the_cluster()
        self.assert_mcp_server_is_configured(".mcp.json")
        self.assertTrue((self.directory / ".claude/skills/dsql/SKILL.md").is_file())
        self.assertEqual(self.rows("SELECT count(*) AS n FROM users"), [{"n": 0}])
        with self.init("--continue") as terminal:
            self.assertEqual(terminal.exit_code(), 0, terminal.screen())
            self.assertEqual(terminal.questions(), 0, terminal.screen())
            self.assertIn("Done: the cluster has tables: 1.", terminal.screen())


class NoService(Project):
    """Nothing runs, and another program has PostgreSQL's port. init starts the service itself, in its usual data directory."""

    @classmethod
    def setUpClass(cls):
        cls.prepare()
        data = cls.directory.parent / "data"
        data.mkdir()
        cls.environment |= {"XDG_DATA_HOME": str(data)}
        if os.geteuid() == 0:
            # Root's data directory is the machine's. In a mount namespace it is this test's.
            usual = pathlib.Path("/var/lib/borealis")
            if not usual.exists():
                usual.mkdir()
                cls.addClassCleanup(usual.rmdir)
            data.chmod(0o755)
            cls.within = ["unshare", "--mount", "sh", "-c", f'mount --bind "$0" {usual} && exec "$@"', str(data)]

    @classmethod
    def tearDownClass(cls):
        # It runs only if a test has failed half-way.
        subprocess.run([*cls.within, DSQL, "stop"], env=cls.environment, cwd=cls.directory, capture_output=True, timeout=TIMEOUT_SECONDS)

    def test_starts_one_on_another_port(self):
        with socket.socket() as other:
            try:
                other.bind(("127.0.0.1", 5432))
                other.listen()
            except OSError:
                pass  # Somebody has it already, which is as well.
            with self.init() as terminal:
                terminal.answer("Start a local cluster in the background ('dsql start --detach')? [Y/n]")
                terminal.expect("Port 5432 is taken by another program.")
                terminal.answer("Start the cluster on which port instead? [", "5432")
                terminal.expect("Port 5432 is taken as well.")
                terminal.answer("Start the cluster on which port instead? [", "soon")
                terminal.expect("A port is a number from 1 to 65535.")
                terminal.answer("Start the cluster on which port instead? [", str(self.free_port()))
                terminal.answer("Write this? [Y/n]")
                terminal.expect("Connected to postgres: PostgreSQL 16")
                terminal.answer("Create this example? [Y/n]")
                self.assertEqual(terminal.exit_code(), 0, terminal.screen())
        port = self.port_of_env()
        self.assertEqual(json.loads(self.dsql("status", "--output", "json"))[0]["port"], port)
        self.assertEqual(self.rows("SELECT count(*) AS n FROM users"), [{"n": 0}])

        self.dsql("stop")
        with self.init("--continue") as terminal:
            terminal.answer("Start a local cluster in the background ('dsql start --detach')? [Y/n]")
            terminal.expect(f"To start it again later: 'dsql start --detach --port {port}'.")
            terminal.expect("Done already.")
            self.assertEqual(terminal.exit_code(), 0, terminal.screen())
        self.assertEqual(self.port_of_env(), port)
        self.assertEqual(self.rows("SELECT count(*) AS n FROM users"), [{"n": 0}])
        self.dsql("stop")

    def port_of_env(self):
        return int(next(line for line in self.text(".env").splitlines() if line.startswith("PGPORT=")).removeprefix("PGPORT="))

    @staticmethod
    def free_port():
        with socket.socket() as any_port:
            any_port.bind(("127.0.0.1", 0))
            return any_port.getsockname()[1]


class SpringBoot(Project):
    project = "spring-boot"

    def test_reaches_the_cluster(self):
        with self.init() as terminal:
            terminal.answer(self.question_about_the_cluster())
            terminal.answer("Write this? [Y/n]")
            terminal.expect("Languages: Java.")
            terminal.expect("Uses Spring Boot.")
            terminal.answer("Add software.amazon.dsql:aurora-dsql-jdbc-connector? [Y/n]")
            terminal.expect("src/main/resources/schema.sql: 2 places to mend, 0 of them by hand.")
            terminal.answer("Write mended copies beside them ('dsql lint --fix')? [Y/n]")
            terminal.answer("Migrate src/main/resources/schema-fixed.sql ('dsql migrate')? [Y/n]")
            terminal.expect("Step 9 of 9: what is next")
            self.assertEqual(terminal.exit_code(), 0, terminal.screen())
        self.assert_env_names_the_cluster()
        self.assertIn("<artifactId>aurora-dsql-jdbc-connector</artifactId>", self.text("pom.xml"))
        self.assertNotIn("aurora-dsql", self.text("pom.xml.before-dsql"))
        self.assertIn("CREATE INDEX ASYNC", self.text("src/main/resources/schema-fixed.sql"))
        hosts = WORK / "SpringBoot" / "hosts"
        hosts.write_text("127.0.0.1 localhost\n" + self.dsql("hosts"))
        printed = self.own_program(
            "mvn", "--quiet", "--batch-mode", "--no-transfer-progress", "spring-boot:run",
            f"-Dspring-boot.run.jvmArguments=-Djdk.net.hosts.file={hosts}",
        )
        self.assertIn("Invoices of Maria: 1", printed)


class Django(Project):
    project = "django"

    def test_reaches_the_cluster(self):
        (self.directory / ".cursor").mkdir()
        with self.init() as terminal:
            terminal.answer(self.question_about_the_cluster())
            terminal.answer("Write this? [Y/n]")
            terminal.answer("Install the skill and the MCP server? [Y/n]", "n")
            terminal.expect("Uses Django.")
            terminal.answer("Add aurora-dsql-django? [Y/n]")
            terminal.expect("db/reports.sql: 1 places to mend, 0 of them by hand.")
            terminal.answer("Write mended copies beside them ('dsql lint --fix')? [Y/n]", "n")
            terminal.answer("Migrate db/reports.sql ('dsql migrate')? [Y/n]", "n")
            self.assertEqual(terminal.exit_code(), 0, terminal.screen())
        self.assertFalse((self.directory / ".cursor/mcp.json").exists())
        self.assertFalse((self.directory / "db/reports-fixed.sql").exists())
        self.assertEqual(self.text("requirements.txt"), "Django~=5.2\naurora-dsql-django\npsycopg[binary,pool]\n")

        # What was declined is offered again, and nothing else; here to nobody.
        printed = self.dsql("init", "--continue", "--yes")
        self.assertEqual(printed.count("yes (--yes)"), 3, printed)
        self.assert_env_names_the_cluster()
        self.assert_mcp_server_is_configured(".cursor/mcp.json")
        self.assertIn("IDENTITY", self.text("db/reports-fixed.sql"))
        self.assertEqual(self.rows("SELECT count(*) AS n FROM shop_daily_report"), [{"n": 0}])

        python = WORK / "django-venv" / "bin" / "python"
        if not python.exists():
            run(["python3", "-m", "venv", python.parent.parent], os.environ, self.directory)
        constraints = PROJECTS.parent / "constraints.txt"
        self.own_program(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "requirements.txt", "-c", constraints)
        self.own_program(python, "manage.py", "check", "--database", "default")
        self.assertIn("Applying shop.0001_initial... OK", self.own_program(python, "manage.py", "migrate"))
        order = "from shop.models import Order; Order.objects.create(customer='Maria'); print(Order.objects.filter(customer='Maria').count())"
        self.assertEqual(self.own_program(python, "manage.py", "shell", "--verbosity", "0", "-c", order).strip(), "1")


class Node(Project):
    project = "node"

    def test_reaches_the_cluster_after_a_pause(self):
        (self.directory / ".claude").mkdir()
        with self.init() as terminal:
            terminal.answer(self.question_about_the_cluster())
            terminal.answer("Write this? [Y/n]")
            terminal.answer("Install the skill and the MCP server? [Y/n]")
            terminal.interrupt("Add @aws/aurora-dsql-node-postgres-connector? [Y/n]")
            self.assertEqual(terminal.exit_code(), INTERRUPTED, terminal.screen())
        self.assert_env_names_the_cluster()
        self.assert_mcp_server_is_configured(".mcp.json")
        self.assertNotIn("aurora-dsql", self.text("package.json"))

        with self.init("--continue") as terminal:
            terminal.expect(f"Done: .env names {self.service['endpoint']}.")
            terminal.answer("Add @aws/aurora-dsql-node-postgres-connector? [Y/n]")
            terminal.expect("db/001_products.sql: 3 places to mend, 1 of them by hand.")
            terminal.answer("Write mended copies beside them ('dsql lint --fix')? [Y/n]")
            terminal.expect("db/001_products-fixed.sql: mend by hand what is left, then 'dsql init --continue' migrates it.")
            self.assertEqual(terminal.exit_code(), 0, terminal.screen())
            self.assertEqual(terminal.questions(), 2, terminal.screen())
        self.assertIn("@aws/aurora-dsql-node-postgres-connector", json.loads(self.text("package.json"))["dependencies"])

        mended = self.directory / "db/001_products-fixed.sql"
        mended.write_text(mended.read_text().replace("text[]", "jsonb"))
        with self.init("--continue") as terminal:
            terminal.expect("db/001_products-fixed.sql: fits Aurora DSQL.")
            terminal.answer("Migrate db/001_products-fixed.sql ('dsql migrate')? [Y/n]")
            self.assertEqual(terminal.exit_code(), 0, terminal.screen())
        self.assertIn("jsonb", mended.read_text())
        with self.init("--continue") as terminal:
            self.assertEqual(terminal.exit_code(), 0, terminal.screen())
            self.assertEqual(terminal.questions(), 0, terminal.screen())

        self.own_program("npm", "install", "--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts", "--loglevel=error")
        pathlib.Path(os.environ["DSQL_HOSTS"]).write_text("127.0.0.1 localhost\n" + self.dsql("hosts"))
        printed = self.own_program(
            "bash", "-c", 'with_endpoint_in_hosts "$@"', "bash", "node", "index.js",
            DSQL_HOSTS=os.environ["DSQL_HOSTS"], NODE_EXTRA_CA_CERTS=self.service["caFile"],
        )
        self.assertEqual(printed.strip(), "Lamps: 1")
