import os

SECRET_KEY = "only for this sample"
INSTALLED_APPS = ["shop"]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "aurora_dsql_django",
        "HOST": os.environ["DSQL_ENDPOINT"],
        "PORT": os.environ.get("PGPORT", "5432"),
        "NAME": "postgres",
        "USER": "admin",
        "OPTIONS": {"sslmode": "verify-full", "sslrootcert": os.environ.get("PGSSLROOTCERT", "system")},
    }
}
