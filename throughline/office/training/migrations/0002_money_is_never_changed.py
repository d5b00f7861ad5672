from django.db import migrations

TABLES = ["training_charge", "training_statement", "training_statementline"]
SAYS = "Rows of money are never changed."


def refuse_updates(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION training_refuse_update() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION training_refuse_update()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )


def allow_updates(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        on = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_never_changed{on}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION training_refuse_update()")


class Migration(migrations.Migration):
    """A later migration that makes SQLite copy one of these tables must make its trigger again."""

    dependencies = [("training", "0001_initial")]
    operations = [migrations.RunPython(refuse_updates, allow_updates)]
