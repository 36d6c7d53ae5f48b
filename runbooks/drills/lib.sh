# shellcheck shell=bash
# What the drills share: servers and processes of their own in a folder that is gone afterwards. Sourced by each.
# PG_BIN: where initdb, pg_ctl and pg_basebackup are (default: the newest of /usr/lib/postgresql). Needs what `mvn package` built, and a JDK 25 (JAVA_HOME).
set -Eeuo pipefail
export LC_ALL=C
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
: "${PG_BIN:=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)}"
export PATH="$PG_BIN:$PATH"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
folder=$(mktemp -d "${TMPDIR:-/tmp}/cs-drill-XXXXXX")
chmod 755 "$folder"
pids=()

say() { printf '%(%H:%M:%S)T  %s\n' -1 "$1"; }
fail() { say "FAILED: $1" >&2; trap - ERR; exit 1; }
trap 'fail "line $LINENO: $BASH_COMMAND"' ERR
milliseconds() { date +%s%3N; }

# PostgreSQL refuses to be run by root.
as_postgres() { if [[ $EUID == 0 ]]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }

leave() {
  local status=$? pid
  for pid in "${pids[@]}"; do kill "$pid" 2> /dev/null || true; done
  for pid in "$folder"/*/postmaster.pid; do if [[ -f $pid ]]; then kill -INT "$(head -n 1 "$pid")" 2> /dev/null || true; fi; done
  for pid in "${pids[@]}"; do wait "$pid" 2> /dev/null || true; done
  sleep 2
  if [[ $status != 0 && -n ${KEEP:-} ]]; then say "kept: $folder"; else rm -rf "$folder"; fi
}
trap leave EXIT

until_true() { # SECONDS COMMAND…
  local end=$(($(milliseconds) + $1 * 1000))
  shift
  until "$@" > /dev/null 2>&1; do
    if (($(milliseconds) > end)); then fail "not in time: $*"; fi
    sleep 0.05
  done
}

new_folder() { mkdir -m 700 "$folder/$1"; if [[ $EUID == 0 ]]; then chown postgres: "$folder/$1"; fi; }

# A server that trusts `postgres` and asks everybody else for a password. server NAME PORT [LINE OF postgresql.conf…]
server() {
  local name=$1 port=$2
  shift 2
  new_folder "$name"
  as_postgres initdb -D "$folder/$name" -U postgres -A trust -E UTF8 --locale=C > "$folder/$name.log"
  {
    printf '%s\n' "port = $port" "listen_addresses = '127.0.0.1'" "unix_socket_directories = ''" "max_connections = 200" "wal_log_hints = on" "shared_buffers = 512MB" "$@"
  } >> "$folder/$name/postgresql.conf"
  printf '%s\n' 'host all,replication postgres 127.0.0.1/32 trust' 'host replication postgres 127.0.0.1/32 trust' 'host all all 127.0.0.1/32 scram-sha-256' > "$folder/$name/pg_hba.conf"
  start_server "$name"
}

start_server() { as_postgres pg_ctl -D "$folder/$1" -l "$folder/$1/server.log" -w -t 600 start > /dev/null || { tail -n 20 "$folder/$1/server.log"; fail "$1 does not start"; }; }

# The machine is gone: no goodbye.
kill_server() { kill -KILL "$(head -n 1 "$folder/$1/postmaster.pid")"; sleep 0.3; }

sql() { local port=$1; shift; psql "postgresql://postgres@127.0.0.1:$port/${DATABASE:-cs}" -XqAt -v ON_ERROR_STOP=1 "$@"; }

# The three roles of a deployment with a database of the owner's, as the chart's README makes them.
roles() {
  DATABASE=postgres sql "$1" -c "create role cs_owner login password 'owner-1'" -c "create role cs login password 'service-1'" \
    -c "create role cs_read login password 'read-1'" -c 'grant cs_read to cs' -c 'create database cs owner cs_owner'
}

export CS_MIGRATION_USER=cs_owner CS_MIGRATION_PASSWORD=owner-1 CS_DATABASE_USER=cs CS_DATABASE_PASSWORD=service-1 \
  CS_READ_DATABASE_USER=cs_read CS_READ_DATABASE_PASSWORD=read-1 CS_SEALING_KEY=0123456789abcdef CS_PORT=18480 CS_ADMIN_PORT=18481 \
  CS_WORKER_ADMIN_PORT=18482 CS_DASHBOARD_PORT=18400 CS_DASHBOARD_PASSWORD=drill

# A command of the API's program, as the image has it.
cs_mcp() { "$java" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -Xlog:disable -jar "$home/api-server/target/api-server.jar" "$@"; }

# start_process api-server|worker
start_process() {
  "$java" "@$home/jvm.options" -jar "$home/$1/target/$1.jar" server "$home/config.yml" > "$folder/$1.log" 2>&1 &
  pids+=($!)
}

healthy() { curl -fsS --max-time 3 "http://127.0.0.1:$1/ready"; }

new_key() { KEY=$(cs_mcp api-key create --name drill --scopes cs:admin --rate-limit 1000000 --config "$home/config.yml" 2> /dev/null | tail -n 1); }

smoke() { CS_API_KEY=$KEY node "$home/monitoring/smoke.mjs" "http://127.0.0.1:$CS_PORT/mcp"; }

# Calls the API from now on, until `end_calls`, which says what became of the calls.
begin_calls() {
  CS_API_KEY=$KEY node "$home/runbooks/drills/caller.mjs" "http://127.0.0.1:$CS_PORT/mcp" "$folder/calls.json" &
  caller=$!
  pids+=("$caller")
}

end_calls() {
  kill -TERM "$caller"
  wait "$caller" || true
  local kind
  for kind in reads writes; do
    say "$kind: $(of_calls "\`\${calls.$kind.calls} calls, \${calls.$kind.failed} failed \${JSON.stringify(calls.$kind.faults)}, longest without a good one \${calls.$kind.longestGapMillis} ms\`")"
  done
}

# An expression of JavaScript over what the caller wrote.
of_calls() { node -p "(calls => $1)(JSON.parse(require('fs').readFileSync('$folder/calls.json')))"; }
