"""boto3's tokens are taken by the service, and those of "dsql token" are the same to the byte."""

import datetime
import os
import re
import subprocess
import unittest
from unittest import mock

import boto3
import botocore.auth

ENDPOINT = os.environ["DSQL_ENDPOINT"]
PORT = os.environ["DSQL_PORT"]
REGION = os.environ["DSQL_REGION"]
TIMEOUT_SECONDS = 60


def sign_in(user, token):
    return sign_in_to(ENDPOINT, user, token)


def sign_in_to(endpoint, user, token):
    return subprocess.run(
        ["psql", "--no-psqlrc", "--no-password", "--tuples-only", "--no-align", "--command=SELECT current_user"]
        + [f"host={endpoint} port={PORT} user={user} dbname=postgres sslmode=verify-full"],
        env={**os.environ, "PGPASSWORD": token},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
    )


def dsql(*arguments, **environment):
    return subprocess.run(
        [os.environ["DSQL"], *arguments],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
    ).stdout


class SignIn(unittest.TestCase):
    def setUp(self):
        self.client = boto3.client("dsql", region_name=REGION)

    def test_admin(self):
        psql = sign_in("admin", self.client.generate_db_connect_admin_auth_token(ENDPOINT))
        self.assertEqual((psql.returncode, psql.stdout), (0, "admin\n"), psql.stderr)

    def test_token_of_a_short_life(self):
        token = self.client.generate_db_connect_admin_auth_token(ENDPOINT, ExpiresIn=60)
        self.assertEqual(sign_in("admin", token).returncode, 0)

    def test_expired_token_is_refused(self):
        earlier = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=16)
        with clock_at(earlier):
            token = self.client.generate_db_connect_admin_auth_token(ENDPOINT)
        self.assert_denied(sign_in("admin", token), "Signature expired: ")

    def test_token_of_another_action_is_refused(self):
        self.assert_denied(sign_in("admin", self.client.generate_db_connect_auth_token(ENDPOINT)), "Wrong user to action mapping")

    def test_token_for_another_host_is_refused(self):
        other = "a" * 26 + ENDPOINT[26:]
        self.assert_denied(sign_in("admin", self.client.generate_db_connect_admin_auth_token(other)), "")

    def test_token_for_another_region_is_refused(self):
        token = self.client.generate_db_connect_admin_auth_token(ENDPOINT, Region="eu-west-1")
        self.assert_denied(sign_in("admin", token), "")

    def test_token_of_an_unknown_key_pair_is_refused(self):
        stranger = boto3.client("dsql", region_name=REGION, aws_access_key_id="AKIASTRANGER", aws_secret_access_key="secret")
        self.assert_denied(sign_in("admin", stranger.generate_db_connect_admin_auth_token(ENDPOINT)), "")

    def assert_denied(self, psql, hint):
        self.assertEqual(psql.returncode, 2)
        self.assertIn("FATAL:  unable to accept connection, access denied", psql.stderr)
        self.assertIn(hint, psql.stderr)


def clock_at(time):
    return mock.patch.object(botocore.auth, "get_current_datetime", return_value=time.replace(tzinfo=None))


class SameToken(unittest.TestCase):
    HOST = "abcdefghijklmnopqrstuvwxyz.dsql.eu-west-1.on.aws"
    SESSION_TOKEN = "IQoJb3JpZ2luX2VjEJ//+abc/def==" + "x" * 900
    METHODS = {"admin": "generate_db_connect_admin_auth_token", "app": "generate_db_connect_auth_token"}

    def assert_same(self, user, *arguments, session_token=None, **settings):
        keys = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
        if session_token:
            keys["AWS_SESSION_TOKEN"] = session_token
        ours = dsql("token", "--hostname", self.HOST, "--user", user, *arguments, **keys)
        signed_at = datetime.datetime.strptime(re.search(r"X-Amz-Date=(\w+)", ours).group(1), "%Y%m%dT%H%M%SZ")
        session = boto3.Session(*keys.values(), region_name="eu-west-1")
        with clock_at(signed_at):
            theirs = getattr(session.client("dsql"), self.METHODS[user])(self.HOST, **settings)
        self.assertEqual(ours, theirs + "\n")

    def test_admin(self):
        self.assert_same("admin")

    def test_role(self):
        self.assert_same("app")

    def test_admin_with_a_session_token(self):
        self.assert_same("admin", session_token=self.SESSION_TOKEN)

    def test_role_with_a_session_token(self):
        self.assert_same("app", session_token=self.SESSION_TOKEN)

    def test_life(self):
        self.assert_same("admin", "--expires-in", "60", ExpiresIn=60)
        self.assert_same("admin", "--expires-in", "604800", ExpiresIn=604800)

    def test_region(self):
        self.assert_same("admin", "--region", "us-west-2", Region="us-west-2")
