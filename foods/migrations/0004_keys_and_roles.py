"""Sources keep one key over their editions (the edition stands in `version`), and curators get their two groups."""

from django.db import migrations

KEYS = {"usda-fndds-2021-2023": "usda-fndds", "usda-foundation-2023": "usda-foundation", "ciqual-2020": "ciqual"}
REFS = {("usda-foundation", "746785"): "5666"}  # by the number that stays, not by the one of an edition

CURATE = {
    "food": ("add", "change", "view"),
    "portion": ("add", "change", "delete", "view"),
    "alias": ("add", "change", "delete", "view"),
    "source": ("view",),
    "historicalfood": ("view",),
    "importrun": ("view",),
    "concern": ("view", "decide"),
}
LEAD = {"source": ("add", "change", "delete"), "importrun": ("run",)}


def _rename(apps, old_to_new):
    Source, Food = apps.get_model("foods", "Source"), apps.get_model("foods", "Food")
    for old, new in old_to_new.items():
        if Source.objects.filter(key=new).exists() or not Source.objects.filter(key=old).update(key=new):
            continue
        foods = list(Food.objects.filter(source__key=new, loaded__isnull=False).only("loaded", "source_ref"))
        for food in foods:
            ref = REFS.get((new, food.source_ref), food.source_ref)
            food.source_ref = ref
            food.loaded = {**food.loaded, "source": new, "source_ref": ref}
        Food.objects.bulk_update(foods, ["loaded", "source_ref"], batch_size=100)


def rename(apps, schema_editor):
    _rename(apps, KEYS)


def make_groups(apps, schema_editor):
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")

    def permissions(table):
        for model, actions in table.items():
            kind, _ = ContentType.objects.get_or_create(app_label="foods", model=model)
            for action in actions:
                verb = {"decide": "decide_concern", "run": "run_import"}.get(action, f"{action}_{model}")
                names = {
                    "decide_concern": "Can decide what stands in the queue",
                    "run_import": "Can bring files into the food table",
                }
                one, _ = Permission.objects.get_or_create(
                    content_type=kind, codename=verb, defaults={"name": names.get(verb, f"Can {action} {model}")}
                )
                yield one

    curate = list(permissions(CURATE))
    Group.objects.get_or_create(name="Curators")[0].permissions.add(*curate)
    Group.objects.get_or_create(name="Lead curators")[0].permissions.add(*curate, *permissions(LEAD))


def nothing(apps, schema_editor):
    """Groups may have members, and keys are only names: both stay."""


class Migration(migrations.Migration):
    dependencies = [
        ("foods", "0003_curation"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(rename, nothing), migrations.RunPython(make_groups, nothing)]
