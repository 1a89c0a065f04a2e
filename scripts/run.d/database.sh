# shellcheck shell=bash
# The private PostGIS cluster of this checkout: reached by a Unix socket only, by its owner only.

cluster_user=

# PostgreSQL refuses to run as root: then the system user postgres, or whoever made the cluster.
choose_cluster_user() {
    local owner=
    [[ ! -d $data_folder ]] || owner=$(stat -c %U "$data_folder")
    if ((EUID == 0)); then
        cluster_user=${owner:-postgres}
    else
        cluster_user=$(id -un)
        [[ ${owner:-$cluster_user} == "$cluster_user" ]] || die \
            "The database in $home belongs to $owner, and you are $cluster_user." \
            "Start ./run as $owner (or root), or make your own: GIS_HOME=\"\$HOME/gis-data\" ./run"
    fi
}

# PostgreSQL's programs; they must not keep the descriptors of ./run open, the lock above all.
as_cluster_user() {
    if [[ $cluster_user == "$(id -un)" ]]; then
        "$@" 3>&- 4>&- 9>&-
    else
        (cd / && runuser -u "$cluster_user" -- "$@") 3>&- 4>&- 9>&-
    fi
}

write_as_cluster_user() {
    # shellcheck disable=SC2016 # $1 is the inner shell's
    as_cluster_user sh -c 'cat >"$1"' sh "$1"
}

cluster_answers() {
    "$postgres_bin/pg_isready" --quiet --host "$socket_folder"
}

ready_cluster() {
    need_postgres
    choose_cluster_user
    make_folders
    local began_as=running
    if ! cluster_answers; then
        began_as=started
        [[ -s $data_folder/PG_VERSION ]] || create_cluster
        start_cluster
    fi
    is_provisioned || provision
    write_service_env
    step_note="PostgreSQL $postgres_version, $began_as"
}

need_postgres() {
    find_postgres && return
    if [[ -r $data_folder/PG_VERSION ]]; then
        local made_with
        made_with=$(<"$data_folder/PG_VERSION")
        die "The database in $home was made by PostgreSQL $made_with, which is not here with PostGIS any more." \
            "Install it: apt-get install postgresql-$made_with-postgis-3" \
            "Or move the data to a newer version: docs/setup.md says how."
    fi
    die "PostgreSQL with PostGIS is not installed." "Start ./run without a sub-command once."
}

make_folders() {
    mkdir -p "$home"
    local folder
    for folder in "$socket_folder" "$log_folder"; do
        [[ -d $folder ]] || mkdir -m 700 "$folder"
        ((EUID != 0)) || chown "$cluster_user:" "$folder"
    done
    as_cluster_user test -x "$socket_folder" || die \
        "The system user $cluster_user cannot enter $home." \
        "Allow it on every folder above: chmod o+x FOLDER; or choose another: GIS_HOME=/path ./run"
}

# Made aside and renamed when complete: a half-made cluster is never used.
create_cluster() {
    [[ ! -e $data_folder ]] || rmdir "$data_folder" 2>/dev/null || die \
        "$data_folder is not empty, and it is not a PostgreSQL cluster." \
        "Look at what it is; move it away, then start ./run again."
    need_space "$home" 500 "a new database"
    local unfinished=$data_folder.new
    rm -rf "$unfinished"
    mkdir -m 700 "$unfinished"
    ((EUID != 0)) || chown "$cluster_user:" "$unfinished"
    as_cluster_user "$postgres_bin/initdb" --pgdata "$unfinished" --username postgres \
        --encoding UTF8 --locale C.UTF-8 --data-checksums --auth-local peer --auth-host reject
    echo "include 'gis.conf'" | as_cluster_user tee -a "$unfinished/postgresql.conf" >/dev/null
    mv "$unfinished" "$data_folder"
}

# A quarter of the memory (or of what the container may use), between 128 and 1024 MB.
shared_megabytes() {
    local kilobytes limit megabytes
    kilobytes=$(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo)
    limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || true)
    if [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1024 < kilobytes)); then
        kilobytes=$((limit / 1024))
    fi
    megabytes=$((kilobytes / 4096))
    echo $((megabytes < 128 ? 128 : megabytes > 1024 ? 1024 : megabytes))
}

# Written anew before each start: the machine may have changed.
write_configuration() {
    write_as_cluster_user "$data_folder/gis.conf" <<TEXT
# Written by ./run before each start; settings of your own go into postgresql.auto.conf
# (ALTER SYSTEM), which wins over this file.
listen_addresses = ''
unix_socket_directories = '$socket_folder'
unix_socket_permissions = 0700
shared_buffers = $(shared_megabytes)MB
work_mem = 32MB
maintenance_work_mem = 256MB
random_page_cost = 1.1
max_wal_size = 2GB
wal_compression = on
jit = off
timezone = 'UTC'
logging_collector = on
log_directory = '$log_folder'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
TEXT
    write_as_cluster_user "$data_folder/pg_hba.conf" <<TEXT
# Written by ./run. Who somebody is, the operating system says; see pg_ident.conf.
local all all peer map=gis
TEXT
    local user role
    for user in $(printf '%s\n' root postgres "$cluster_user" | sort -u); do
        for role in postgres gis_owner gis_app; do
            printf 'gis "%s" %s\n' "$user" "$role"
        done
    done | write_as_cluster_user "$data_folder/pg_ident.conf"
}

# The number of the server's process, if postmaster.pid names a living one of this cluster.
server_process() {
    local process
    read -r process 2>/dev/null <"$data_folder/postmaster.pid" || return 1
    tr '\0' '\n' 2>/dev/null <"/proc/$process/cmdline" | grep -qxF "$data_folder" || return 1
    echo "$process"
}

start_cluster() {
    wait_while_server_lives && return
    # After a reboot the number in a left-over file can be another program's, and PostgreSQL would
    # take that for a server. It handles all other left-over files itself.
    local old
    if old=$(head -n 1 "$data_folder/postmaster.pid" 2>/dev/null) && [[ -d /proc/$old ]]; then
        rm -f "$data_folder/postmaster.pid" "$socket_folder"/.s.PGSQL.5432*
    fi
    write_configuration
    local attempt
    for attempt in 1 2 3 4 5; do
        : | write_as_cluster_user "$log_folder/start.log"
        if as_cluster_user "$postgres_bin/pg_ctl" start --pgdata "$data_folder" --silent --wait \
            --timeout 120 --log "$log_folder/start.log" </dev/null; then
            return
        fi
        # Children of a server that was killed need a moment to notice.
        grep -q 'shared memory block' "$log_folder/start.log" || break
        echo "attempt $attempt: processes of the killed server are still there"
        sleep 1
    done
    # The server's own log counts only if this attempt came as far as to write there.
    find "$log_folder" -name 'postgresql-*.log' -newer "$data_folder/gis.conf" \
        -exec tail -n 10 {} \;
    cat "$log_folder/start.log"
    return 1
}

# It may be starting, recovering after a crash, or shutting down. Status 0 when it answers.
wait_while_server_lives() {
    local process tries
    for ((tries = 0; tries < 240; tries++)); do
        cluster_answers && return
        process=$(server_process) || return 1
        sleep 0.5
    done
    die "The server (process $process) does not answer." \
        "See the newest file in $log_folder, then: ./run stop; ./run"
}

superuser_sql() {
    "$postgres_bin/psql" --no-psqlrc --quiet --no-align --tuples-only --host "$socket_folder" \
        --username postgres --set ON_ERROR_STOP=1 "$@"
}

# The database is made last, so where it is, the rest is.
is_provisioned() {
    [[ $(superuser_sql --dbname postgres --command "
        SELECT pg_has_role('gis_owner', 'gis_app', 'member')
        FROM pg_database AS d JOIN pg_roles AS r ON r.oid = d.datdba
        WHERE d.datname = 'gis' AND r.rolname = 'gis_owner'" 2>/dev/null) == t ]]
}

# PostGIS needs a superuser: it goes into template1, so that databases made by gis_owner have it.
provision() {
    superuser_sql --dbname postgres <<'SQL'
SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['gis_owner', 'gis_app']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE gis_owner CREATEDB;
GRANT gis_app TO gis_owner;
\connect template1
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
\connect postgres
SELECT 'CREATE DATABASE gis OWNER gis_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'gis') \gexec
SQL
}

stop_cluster() {
    local process
    if ! process=$(server_process); then
        say "The database of this checkout is not running."
        return
    fi
    need_postgres
    choose_cluster_user
    as_cluster_user "$postgres_bin/pg_ctl" stop --pgdata "$data_folder" --silent --wait \
        --mode fast --timeout 60
    say "Stopped the database (process $process). Its data stay in $home."
}

print_status() {
    local process
    say "checkout   $root"
    own_server || say "data       $home$([[ -d $data_folder ]] || echo '  (nothing there yet)')"
    if python_is_ready; then
        say "packages   in place"
    else
        say "packages   not in place, or older than the lock file: ./run sets them up"
    fi
    print_service_status
    if own_server; then
        describe_own_server
        say "database   $step_note"
    elif find_postgres && cluster_answers && process=$(server_process); then
        say "database   PostgreSQL $postgres_version, running (process $process)"
        say "address    postgresql://gis_owner@/gis?host=$(percent_encode "$socket_folder")"
    else
        say "database   not running: ./run start"
        exit 3
    fi
}
