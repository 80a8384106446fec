"""A cluster's whole life through boto3, against the local control-plane API."""

import os
import unittest

import boto3
from botocore.exceptions import ClientError

from test_boto3 import REGION, sign_in_to


class Life(unittest.TestCase):
    def setUp(self):
        self.client = boto3.client("dsql", region_name=REGION, endpoint_url=os.environ["DSQL_API"])

    def wait(self, waiter, identifier):
        self.client.get_waiter(waiter).wait(identifier=identifier, WaiterConfig={"Delay": 1, "MaxAttempts": 60})

    def test_from_creation_to_deletion(self):
        request = {"tags": {"Name": "boto3"}, "clientToken": "boto3-life"}
        created = self.client.create_cluster(**request)
        identifier = created["identifier"]
        self.assertEqual(created["status"], "CREATING")
        self.assertEqual(self.client.create_cluster(**request)["identifier"], identifier)
        self.wait("cluster_active", identifier)

        cluster = self.client.get_cluster(identifier=identifier)
        self.assertEqual(cluster["tags"], {"Name": "boto3"})
        self.assertTrue(cluster["deletionProtectionEnabled"])
        token = self.client.generate_db_connect_admin_auth_token(cluster["endpoint"], Region=REGION)
        psql = sign_in_to(cluster["endpoint"], "admin", token)
        self.assertEqual((psql.returncode, psql.stdout), (0, "admin\n"), psql.stderr)

        with self.assertRaises(self.client.exceptions.ValidationException) as refused:
            self.client.delete_cluster(identifier=identifier)
        self.assertEqual(refused.exception.response["reason"], "deletionProtectionEnabled")
        self.assertEqual(
            self.client.update_cluster(identifier=identifier, deletionProtectionEnabled=False)["status"], "UPDATING"
        )
        self.assertEqual(self.client.delete_cluster(identifier=identifier)["status"], "DELETING")
        self.wait("cluster_not_exists", identifier)

    def test_tags(self):
        created = self.client.create_cluster(deletionProtectionEnabled=False)
        arn = created["arn"]
        self.client.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2"})
        self.client.untag_resource(resourceArn=arn, tagKeys=["a", "c"])
        self.assertEqual(self.client.list_tags_for_resource(resourceArn=arn)["tags"], {"b": "2"})
        self.wait("cluster_active", created["identifier"])
        self.client.delete_cluster(identifier=created["identifier"])
        self.wait("cluster_not_exists", created["identifier"])

    def test_list(self):
        pages = self.client.get_paginator("list_clusters").paginate(PaginationConfig={"PageSize": 1})
        found = [cluster["identifier"] for page in pages for cluster in page["clusters"]]
        self.assertIn(os.environ["DSQL_ENDPOINT"].split(".")[0], found)

    def test_unknown_cluster(self):
        with self.assertRaises(self.client.exceptions.ResourceNotFoundException) as refused:
            self.client.get_cluster(identifier="a" * 26)
        self.assertEqual(refused.exception.response["resourceId"], "a" * 26)

    def test_unknown_key_pair(self):
        stranger = boto3.client(
            "dsql",
            region_name=REGION,
            endpoint_url=os.environ["DSQL_API"],
            aws_access_key_id="AKIASTRANGER",
            aws_secret_access_key="secret",
        )
        with self.assertRaises(ClientError) as refused:
            stranger.list_clusters()
        self.assertEqual(refused.exception.response["Error"]["Code"], "UnrecognizedClientException")
