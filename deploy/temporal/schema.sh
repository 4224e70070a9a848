#!/bin/sh
# Brings both databases of the Temporal server to the schema of this release. Updating comes first: setting up again
# would reset the recorded version of a database that is in use.
set -eu

versions=${TEMPORAL_SCHEMAS:-/etc/temporal/schema/postgresql/v12}

migrate() {
    export SQL_DATABASE="$1"
    schema=$versions/$2/versioned
    if temporal-sql-tool update-schema -d "$schema"; then
        return
    fi
    echo "$1 has no schema yet"
    temporal-sql-tool setup-schema -v 0.0
    temporal-sql-tool update-schema -d "$schema"
}

migrate temporal temporal
migrate temporal_visibility visibility
