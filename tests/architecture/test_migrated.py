"""The migrated database is what the models say, though our `migrate` makes tables in another order than Django's."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from throughline.config.migrating import LibrariesFirst, is_ours

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def names_in_the_database(cursor: Any) -> set[str]:
    """Of constraints and indexes (on SQLite of all that has a name; Django's own reading of its constraints fails)."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return set(re.findall(r'"([^"]+)"', "\n".join(sql for (sql,) in cursor.fetchall())))
    cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
    return {str(name) for (name,) in cursor.fetchall()}


def test_every_table_has_the_columns_constraints_and_indexes_of_its_model() -> None:
    wrong = []
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        names = names_in_the_database(cursor)
        for model in apps.get_models(include_auto_created=True):
            options = model._meta
            if not is_ours(options.app_label) or options.proxy or not options.managed:
                continue
            if options.db_table not in tables:
                wrong.append((options.label, "no table"))
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(options.db_table)} LIMIT 0")
            columns = {column[0] for column in cursor.description}
            if columns != {field.column for field in options.local_concrete_fields}:
                wrong.append((options.label, sorted(columns)))
            if missing := {each.name for each in (*options.constraints, *options.indexes)} - names:
                wrong.append((options.label, sorted(missing)))
    assert wrong == []


def test_libraries_come_first_and_nothing_is_left_out() -> None:
    ours, django = LibrariesFirst(connection), MigrationExecutor(connection)
    targets = django.loader.graph.leaf_nodes()
    plans = [
        [migration for migration, _ in executor.migration_plan(targets, clean_start=True)]
        for executor in (ours, django)
    ]
    assert {str(migration) for migration in plans[0]} == {str(migration) for migration in plans[1]}
    done: set[tuple[str, str]] = set()
    for migration in plans[0]:
        node = ours.loader.graph.node_map[migration.app_label, migration.name]
        assert {parent.key for parent in node.parents} <= done, migration
        done.add((migration.app_label, migration.name))
    assert done == set(django.loader.graph.nodes)
    assert plans[0] != plans[1]
