from django.db import migrations, models


class Migration(migrations.Migration):
    """Alarms that began in readings which came late."""

    dependencies = [("monitoring", "0012_signers")]

    operations = [
        migrations.AddField(model_name="alarm", name="is_late", field=models.BooleanField(default=False)),
    ]
