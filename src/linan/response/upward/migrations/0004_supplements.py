"""A supplement on casualties is a kind of report."""

from django.db import migrations, models

KINDS = [
    ("initial", "first report"), ("follow_up", "follow-up report"), ("zero", "zero report"), ("final", "final report"),
    ("verified", "verified report"), ("supplement", "supplement on casualties"),
]


class Migration(migrations.Migration):

    dependencies = [("upward", "0003_calls_of_dues")]

    operations = [
        migrations.AlterField("filing", "kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.AlterField("reportdue", "kind", models.CharField(choices=KINDS, max_length=12)),
    ]
