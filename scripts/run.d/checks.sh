# shellcheck shell=bash
# `./run check`: every check runs, the failed ones are listed at the end.

failed_checks=()

# check NAME COMMAND [ARGUMENT...]: quiet when it passes.
check() {
    local name=$1 output check_began=$EPOCHREALTIME
    shift
    printf '%-22s' "$name" >&3
    if output=$("$@" 2>&1); then
        say "ok      $(seconds_since "$check_began")"
    else
        say "FAILED  $(seconds_since "$check_began")"
        say "$output"
        failed_checks+=("$name")
    fi
}

run_checks() {
    say
    check "format" ruff format --check --quiet .
    check "lint" ruff check --quiet .
    check "types" mypy
    check "import rules" lint-imports
    check "SQL style" lint_sql
    check "SQL of migrations" lint_migrations
    check "models = migrations" compare_models
    check "JavaScript and CSS" lint_javascript
    check "shell" lint_shell
    say
    if ((${#failed_checks[@]} > 0)); then
        printf -v failed_list '%s, ' "${failed_checks[@]}"
        printf 'Failed: %s\n' "${failed_list%, }" >&4
        exit 1
    fi
    say "All checks passed."
}

lint_sql() {
    local files
    mapfile -t files < <(find gis_service migrations -name '*.sql' | sort)
    ((${#files[@]} == 0)) || sqlfluff lint --processes 2 "${files[@]}"
}

# Left out: varchar (Alembic's own table), 32-bit integers (where a model chooses them, the number
# is small), time limits (a migration runs when nobody works, and somebody watches it), views that
# are dropped (they are made anew in the same transaction).
lint_migrations() {
    local sql status=0
    sql=$(mktemp --suffix .sql)
    alembic upgrade head --sql >"$sql" && squawk --pg-version 15.0 --exclude \
        prefer-text-field,prefer-bigint-over-int,require-lock-timeout,require-statement-timeout,ban-drop-view \
        "$sql" || status=1
    rm -f "$sql"
    return "$status"
}

# A database that is made and dropped here: what the migrations make must be what the models say.
compare_models() {
    local address name=gis_check_$$ status=0
    address=$(owner_address)
    psql_as_owner "CREATE DATABASE $name" &&
        GIS_DATABASE_URL=$(with_database "$address" "$name") \
            sh -c 'alembic upgrade head && alembic check' || status=1
    psql_as_owner "DROP DATABASE IF EXISTS $name" || status=1
    return "$status"
}

owner_address() {
    if own_server; then
        echo "$GIS_DATABASE_URL"
    else
        sed -n 's/^GIS_DATABASE_URL=//p' "$service_env"
    fi
}

psql_as_owner() {
    PATH=$PATH${postgres_bin:+:$postgres_bin} psql --no-psqlrc --quiet --dbname "$(owner_address)" \
        --command "$1"
}

# with_database ADDRESS NAME: the same server, another database.
with_database() {
    [[ $1 =~ ^([a-z]+://[^/?]*)(/[^?]*)?(.*)$ ]]
    echo "${BASH_REMATCH[1]}/$2${BASH_REMATCH[3]}"
}

lint_javascript() {
    [[ ! -e package-lock.json ]] || npm run --silent lint
}

# Its package has a program for x86_64 only; elsewhere the system's, if there is one.
lint_shell() {
    command -v shellcheck >/dev/null || return 0
    shellcheck --external-sources --check-sourced run .ci/run
}
