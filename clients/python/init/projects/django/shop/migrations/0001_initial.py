import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    initial = True
    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.UUIDField(primary_key=True, default=uuid.uuid4, serialize=False)),
                ("customer", models.TextField(db_index=True)),
                ("placed_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
    ]
