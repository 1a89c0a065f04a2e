# shellcheck shell=bash
# The service itself: built pages, sample data in an empty database, two workers in the background.

readonly service_port=${GIS_PORT:-8000}
readonly service_address=http://127.0.0.1:$service_port
readonly service_pid_file=$local_folder/service.pid
readonly service_log=$local_folder/service.log

build_pages() {
    local stamp=$root/static/vendor/.run.stamp now
    now=$(cat "$root"/static/map/* "$root/package-lock.json" "$root/package.json" | sha256sum)
    if [[ -r $stamp && $(<"$stamp") == "$now" ]]; then
        step_note="nothing to build"
        return
    fi
    (cd "$root" && npm run --silent build)
    printf '%s\n' "$now" >"$stamp"
}

service_process() {
    local process
    [[ -r $service_pid_file ]] || return 1
    process=$(<"$service_pid_file")
    [[ -r /proc/$process/cmdline ]] || return 1
    tr '\0' ' ' <"/proc/$process/cmdline" | grep -q 'gis_service.server' || return 1
    echo "$process"
}

start_service() {
    local tries
    end_service
    port_is_taken && die "Another program listens on $service_address already." \
        "End it, or choose another port: GIS_PORT=8001 ./run"
    cd "$root"
    setsid nohup "$venv/bin/python" -m gis_service.server --port "$service_port" \
        >"$service_log" 2>&1 </dev/null 3>&- 4>&- 9>&- &
    echo $! >"$service_pid_file"
    for ((tries = 0; tries < 150; tries++)); do
        if service_process >/dev/null && is_ready; then
            step_note=$service_address
            return
        fi
        service_process >/dev/null || ((tries < 10)) || break
        sleep 0.2
    done
    tail -n 5 "$service_log" >&2
    die "The service did not start on $service_address." \
        "Look into $service_log; another program may use the port: GIS_PORT=8001 ./run"
}

port_is_taken() {
    (exec 3<>"/dev/tcp/127.0.0.1/$service_port") 2>/dev/null
}

is_ready() {
    "$venv/bin/python" - "$service_address/readyz" <<'PYTHON' 2>/dev/null
import sys
from urllib.request import urlopen

sys.exit(urlopen(sys.argv[1], timeout=2).status != 200)
PYTHON
}

end_service() {
    local process tries
    process=$(service_process) || return 0
    kill "$process"
    for ((tries = 0; tries < 50; tries++)); do
        service_process >/dev/null || return 0
        sleep 0.1
    done
    kill -9 "$process" || true
}

print_service_status() {
    local process
    if process=$(service_process); then
        say "service    running (process $process)"
    else
        say "service    not running: ./run"
    fi
}
