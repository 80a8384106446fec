"""The AWS CLI leads a cluster through its life, with --endpoint-url as the only sign that it is not AWS."""

import json
import os
import subprocess
import sys
import unittest

TIMEOUT_SECONDS = 120


def aws(*arguments, check=True, region=os.environ["DSQL_REGION"]):
    program = os.path.join(os.path.dirname(sys.executable), "aws")
    run = subprocess.run(
        [program, "dsql", *arguments, "--endpoint-url", os.environ["DSQL_API"]]
        + ["--region", region, "--output", "json"],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
    )
    if check and run.returncode != 0:
        raise AssertionError(run.stderr)
    return run


def answer(*arguments):
    return json.loads(aws(*arguments).stdout)


class Life(unittest.TestCase):
    def test_from_creation_to_deletion(self):
        request = ["create-cluster", "--tags", "Name=cli", "--client-token", "cli-life"]
        created = answer(*request)
        identifier = created["identifier"]
        self.assertEqual(answer(*request)["identifier"], identifier)
        aws("wait", "cluster-active", "--identifier", identifier)

        cluster = answer("get-cluster", "--identifier", identifier)
        self.assertEqual((cluster["status"], cluster["tags"]), ("ACTIVE", {"Name": "cli"}))
        self.assert_signs_in(cluster["endpoint"])

        refused = aws("delete-cluster", "--identifier", identifier, check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("ValidationException", refused.stderr)
        aws("update-cluster", "--identifier", identifier, "--no-deletion-protection-enabled")
        self.assertEqual(answer("delete-cluster", "--identifier", identifier)["status"], "DELETING")
        aws("wait", "cluster-not-exists", "--identifier", identifier)
        gone = aws("get-cluster", "--identifier", identifier, check=False)
        self.assertIn("ResourceNotFoundException", gone.stderr)

    def assert_signs_in(self, endpoint):
        # The CLI's first major version cannot make tokens.
        token = subprocess.run(
            [os.environ["DSQL"], "token", "--hostname", endpoint, "--port", os.environ["DSQL_PORT"]],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=True,
        ).stdout.strip()
        psql = subprocess.run(
            ["psql", "--no-psqlrc", "--no-password", "--tuples-only", "--no-align", "--command=SELECT current_user"]
            + [f"host={endpoint} port={os.environ['DSQL_PORT']} user=admin dbname=postgres sslmode=verify-full"],
            env={**os.environ, "PGPASSWORD": token},
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
        )
        self.assertEqual((psql.returncode, psql.stdout), (0, "admin\n"), psql.stderr)

    def test_list(self):
        listed = [cluster["identifier"] for cluster in answer("list-clusters")["clusters"]]
        self.assertIn(os.environ["DSQL_ENDPOINT"].split(".")[0], listed)

    def test_other_region_has_no_clusters(self):
        listed = aws("list-clusters", region="ap-northeast-2")
        self.assertEqual(json.loads(listed.stdout)["clusters"], [])
