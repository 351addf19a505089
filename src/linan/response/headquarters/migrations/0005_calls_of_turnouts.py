import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0002_warning'),
        ('headquarters', '0004_decisions'),
    ]

    operations = [
        migrations.AddField(
            model_name='turnout',
            name='call',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.call'),
        ),
    ]
