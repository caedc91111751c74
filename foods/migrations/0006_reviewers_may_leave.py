"""Who reviewed a food may leave the site; and what people changed is found among the lines of large imports."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foods', '0005_import_uid'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='food',
            name='food_reviewer_and_time_together',
        ),
        migrations.AlterField(
            model_name='food',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='foods.food', verbose_name='merged into'),
        ),
        migrations.AlterField(
            model_name='food',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewed by'),
        ),
        migrations.AddIndex(
            model_name='food',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='food_merged'),
        ),
        migrations.AddIndex(
            model_name='historicalfood',
            index=models.Index(condition=models.Q(('owner__isnull', True)), fields=['-history_date', '-history_id'], name='food_versions_shared'),
        ),
        migrations.AddIndex(
            model_name='historicalfood',
            index=models.Index(condition=models.Q(('owner__isnull', True), models.Q(models.Q(('history_change_reason__gte', 'Imported from'), ('history_change_reason__lt', 'Imported fron')), ('history_change_reason', 'Shipped with Cobalog'), _connector='OR', _negated=True)), fields=['-history_date', '-history_id'], name='food_versions_of_people'),
        ),
        migrations.AddConstraint(
            model_name='food',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), ('reviewed_at__isnull', False), _connector='OR'), name='food_reviewer_has_time', violation_error_message='A review has a time.'),
        ),
    ]
