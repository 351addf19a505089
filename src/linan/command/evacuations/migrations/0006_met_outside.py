"""Somebody in no register may be met outside any home."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("evacuations", "0005_found_people"),
        ("registry", "0003_second_contacts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="doorentry",
            name="household",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.household"
            ),
        ),
        migrations.AddField(
            model_name="doorentry",
            name="met_at",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
    ]
