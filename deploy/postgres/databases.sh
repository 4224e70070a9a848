#!/bin/sh
# Run by the postgres image while its volume is empty: a role and a database for KubeForge, a role and two databases for
# Temporal, so that neither reads the other's. psql takes the passwords from the environment: no command line shows them.
set -eu

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv kubeforge_password KUBEFORGE_DATABASE_PASSWORD
\getenv temporal_password TEMPORAL_DATABASE_PASSWORD
CREATE ROLE kubeforge LOGIN PASSWORD :'kubeforge_password';
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE DATABASE kubeforge OWNER kubeforge;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE CONNECT ON DATABASE kubeforge FROM PUBLIC;
REVOKE CONNECT ON DATABASE temporal FROM PUBLIC;
REVOKE CONNECT ON DATABASE temporal_visibility FROM PUBLIC;
SQL
