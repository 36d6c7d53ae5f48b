#!/bin/bash
# The first start of the database: the owner of the tables, who migrates; whom the processes are; who only reads.
set -euo pipefail

psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres \
  -v owner="$(cat /run/owner-secrets/migration-password)" \
  -v service="$(cat /run/secrets/database-password)" \
  -v reader="$(cat /run/secrets/read-database-password)" <<'SQL'
create role cs_owner login password :'owner';
create role cs login password :'service';
create role cs_read login password :'reader';
grant cs_read to cs;
create database cs owner cs_owner;
SQL
