import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from lagesbild.core.walls import Walls


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("incidents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Silence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.TextField(blank=True)),
                ("week", models.DateField(help_text="The week's Monday.")),
                ("said", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("audience", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="core.audience")),
                ("partnership", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="core.partnership")),
                ("party", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="core.party")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("party", "unit", "week"), name="silence_once")],
            },
        ),
        migrations.CreateModel(
            name="KeptCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "unit",
                    models.TextField(blank=True, help_text="Who within the party told them: a unit, never a person."),
                ),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="Areas they lay in, one of each set.",
                        size=None,
                    ),
                ),
                ("start", models.DateField(help_text="First day of the week, or of the month if that is later.")),
                ("end", models.DateField(help_text="Day after the last of both.")),
                ("monthly", models.BooleanField(help_text="Only the month was known.")),
                ("n", models.PositiveIntegerField()),
                ("audience", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="core.audience")),
                ("category", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="incidents.category")),
                ("partnership", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="core.partnership")),
                ("party", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="core.party")),
                (
                    "source",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="incidents.source"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["partnership", "start"], name="kept_count_start")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start")), ("n__gte", 1)), name="kept_count_span"
                    )
                ],
            },
        ),
        Walls("Silence"),
        Walls("KeptCount"),
    ]
