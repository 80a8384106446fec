import uuid

from django.db import models


class Order(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    customer = models.TextField(db_index=True)
    placed_at = models.DateTimeField(auto_now_add=True)
