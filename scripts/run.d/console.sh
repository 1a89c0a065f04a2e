# shellcheck shell=bash
# Messages, numbered steps, failures. File descriptor 3 is where a person reads, 4 takes errors;
# what a step's programs print goes to the log.

exec 3>&1 4>&2

began=$EPOCHREALTIME
step_count=0
step_number=0
step_title=
step_began=
step_log_start=1
step_is_open=
step_note=
ticker=

say() {
    printf '%s\n' "$*" >&3
}

# From EPOCHREALTIME then to now, as "41 s", or "2.4 s" below ten.
seconds_since() {
    local now=${EPOCHREALTIME/[.,]/} then=${1/[.,]/}
    local tenths=$(((now - then) / 100000))
    if ((tenths < 100)); then
        printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
    else
        printf '%d s' $((tenths / 10))
    fi
}

# begin_set_up COUNT: open the log, keep a second ./run waiting, announce COUNT steps.
begin_set_up() {
    step_count=$1
    make_local_folder || die "You may not write in $root, or in .local or .venv there." \
        "Give the folder to yourself: sudo chown -R \"\$(id -un)\" '$root'"
    exec 9>"$local_folder/run.lock"
    if ! flock --nonblock 9; then
        say "Another ./run is at work in this folder; waiting for it to finish ..."
        flock 9
    fi
    if [[ -e $log ]]; then
        mv -f "$log" "$log.1"
    fi
    : >"$log"
}

make_local_folder() {
    mkdir -p "$local_folder" 2>/dev/null && [[ -w $local_folder ]] &&
        [[ ! -e $local_folder/run.lock || -w $local_folder/run.lock ]] &&
        [[ ! -e $venv || -w $venv ]]
}

end_set_up() {
    exec 9>&-
    step_title=
}

# step TITLE COMMAND [ARGUMENT...]: one numbered step; its output goes to the log. The command may
# set step_note to what a person should know of it.
step() {
    open_step "$1"
    printf '%s ... ' "$step_title" >&3
    start_ticker
    "${@:2}" >>"$log" 2>&1 </dev/null
    stop_ticker
    printf '%s%s\n' "$(seconds_since "$step_began")" "${step_note:+, $step_note}" >&3
    step_is_open=
}

# The same for a command that talks to the person itself.
step_in_the_open() {
    open_step "$1"
    step_is_open=
    say "$step_title ..."
    if "${@:2}"; then
        say "$step_title ... $(seconds_since "$step_began")"
    else
        die "The command printed the reason above." \
            "Mend that, then start ./run again: what is done stays done."
    fi
}

open_step() {
    step_number=$((step_number + 1))
    step_title="[$step_number/$step_count] $1"
    step_began=$EPOCHREALTIME
    step_note=
    step_is_open=yes
    printf '%s\n' "$step_title" >>"$log"
    step_log_start=$(($(wc -l <"$log") + 1))
}

# Seconds that count up, on a terminal only.
start_ticker() {
    [[ -t 3 ]] || return 0
    (
        trap - ERR EXIT
        while sleep 1; do
            printf '\r%s ... %s' "$step_title" "$(seconds_since "$step_began")" >&3
        done
    ) 9>&- &
    ticker=$!
}

stop_ticker() {
    [[ -n $ticker ]] || return 0
    kill -KILL "$ticker" 2>/dev/null || true # TERM would reach traps that are not reset yet
    wait "$ticker" 2>/dev/null || true
    ticker=
    printf '\r%s ... ' "$step_title" >&3
}

# die REASON [ADVICE...]: say which step failed, why and what to do; nothing after it runs.
die() {
    local reason=$1 advice
    shift
    trap - ERR
    stop_ticker
    {
        [[ -z $step_is_open ]] || printf 'failed\n\n'
        [[ -z $step_title ]] || printf 'Failed:     %s\n' "$step_title"
        printf 'Why:        %s\n' "$reason"
        for advice in "$@"; do
            printf 'What to do: %s\n' "$advice"
        done
        [[ -z $step_title ]] || printf 'Details:    %s\n' "$log"
    } >&4
    exit 1
}

# A command of a step failed and nobody explained it: show its last lines and a likely cause.
explain_failure() {
    local status=$1 line=$2
    if [[ $BASHPID != "$$" ]]; then
        exit "$status"
    fi
    trap - ERR
    stop_ticker
    if [[ -z $step_is_open ]]; then
        die "A command ended with status $status (line $line of ${BASH_SOURCE[1]##*/})."
    fi
    {
        printf 'failed\n\nThe last lines it printed:\n'
        output_of_step | grep -v '^npm notice' | tail -n 15 | sed 's/^/  | /'
        printf '\n'
    } >&4
    step_is_open=
    local known
    known=$(known_cause || true)
    die "${known%%|*}" "${known#*|}"
}

output_of_step() {
    tail -n "+$step_log_start" "$log"
}

# One "reason|advice" for the causes that people meet.
known_cause() {
    local output
    output=$(output_of_step)
    case $output in
        *'No space left on device'*)
            echo "The disk is full.|Free some space (df -h shows where), then start ./run again." ;;
        *'Could not resolve'* | *'Temporary failure in name resolution'* | *'Name or service not known'* | *'ENOTFOUND'* | *'EAI_AGAIN'* | *'Network is unreachable'* | *'Connection refused'* | *'onnection timed out'* | *'Failed to establish a new connection'* | *'ETIMEDOUT'*)
            echo "The package server could not be reached.|Check the network connection and the proxy settings, then start ./run again." ;;
        *'Could not get lock'* | *'Unable to acquire the dpkg'* | *'Unable to lock'*)
            echo "Another program is installing packages.|Wait until it has finished, then start ./run again." ;;
        *'dpkg was interrupted'*)
            echo "An earlier installation of packages was interrupted.|Run: sudo dpkg --configure -a; then start ./run again." ;;
        *'DO NOT MATCH THE HASHES'* | *'EINTEGRITY'*)
            echo "A downloaded package is not the one that was locked.|Try once more; if it stays so, do not install it and tell the maintainers." ;;
        *'code EUSAGE'*)
            echo "package-lock.json does not fit package.json.|Make it anew: ./run lock" ;;
        *'No matching distribution found'*)
            echo "A locked Python package has no ready build for this Python or processor.|Use Python 3.11 to 3.14 on x86_64 or arm64; GIS_PYTHON=/path/to/python chooses one." ;;
        *'ermission denied'* | *'EACCES'*)
            echo "A file or folder belongs to another user.|See the last lines for its name; sudo chown -R \"\$(id -un)\" FOLDER gives it to you." ;;
        *)
            echo "The last lines above say it.|Mend that, then start ./run again: what is done stays done." ;;
    esac
}

interrupted() {
    stop_ticker
    printf '\nInterrupted. Start ./run again: what is done stays done.\n' >&4
    exit "$1"
}

trap 'explain_failure "$?" "$LINENO"' ERR
# exec makes this trap void: the last command of a sub-command must leave nothing to tidy.
tidy_up() {
    stop_ticker
    [[ -z $default_cluster_forbidden ]] || allow_default_cluster
}

trap tidy_up EXIT
trap 'interrupted 130' INT
trap 'interrupted 143' TERM
