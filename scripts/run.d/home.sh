# shellcheck shell=bash
# Where the data of this checkout live, and which database server it uses.

home=
data_folder=
socket_folder=
log_folder=

# A server of the person's own, not one that ./run makes?
own_server() {
    [[ -n ${GIS_DATABASE_URL:-} ]]
}

# A URL may hold a password: it is never printed, only its host and database.
prepare_environment() {
    if own_server; then
        [[ $GIS_DATABASE_URL =~ ^postgres(ql)?:// ]] || die \
            "GIS_DATABASE_URL must be an address that begins with postgresql://" \
            "Correct it, or unset it to use the private database of this folder."
        export GIS_DATABASE_URL
    else
        # Settings meant for another server (PGPORT, PGSERVICE ...) must not reach ours.
        local name
        for name in "${!PG@}"; do
            unset "$name"
        done
    fi
    export PATH="$venv/bin:$PATH"
}

refuse_own_server() {
    ! own_server || die "GIS_DATABASE_URL is set: ./run $1 has no server of its own to handle." \
        "Unset it to use the private database of this folder."
}

describe_own_server() {
    local address=${GIS_DATABASE_URL#*://} host database
    address=${address##*@}
    database=${address#*/}
    database=${database%%\?*}
    host=${address%%/*}
    if [[ -z $host && $address =~ [?\&]host=([^\&]*) ]]; then
        host=${BASH_REMATCH[1]}
    fi
    step_note="your own: host ${host:-(default)}, database ${database:-(default)}"
}

# Set `home` and the folders in it: GIS_HOME, else what this checkout used before, else a folder
# named after the checkout. It is not in the checkout, so that removing that loses no data.
choose_home() {
    [[ -z $home ]] || return 0
    local remembered
    remembered=$(remembered_home)
    home=${GIS_HOME:-${remembered:-$(default_home)}}
    [[ $home == /* ]] || home=$PWD/$home
    home=${home%/}
    data_folder=$home/postgres
    socket_folder=$home/run
    log_folder=$home/log
    if [[ $home =~ [\'\"\\,[:cntrl:]] ]]; then
        die "The data folder's name has a quote, comma or backslash in it: $home" \
            "Choose another: GIS_HOME=/path/to/folder ./run"
    fi
    # A socket's path has at most 107 bytes, and PostgreSQL adds /.s.PGSQL.5432 to the folder's.
    if (($(printf %s "$socket_folder" | wc -c) > 93)); then
        die "The data folder's path is too long for a Unix socket: $home" \
            "Choose a shorter one: GIS_HOME=/path/to/folder ./run"
    fi
    if [[ -z ${GIS_HOME:-} && -n $remembered && ! -d $remembered ]]; then
        die "The data folder of this checkout is not there: $remembered" \
            "If it is on a disk that is not mounted, mount it." \
            "If it moved, name its new place once: GIS_HOME=/path/to/folder ./run" \
            "If it was removed on purpose: rm '$service_env', then ./run makes a new one."
    fi
    GIS_HOME=$home
}

default_home() {
    local name=${root##*/} mark base
    name=${name//[^A-Za-z0-9._-]/-}
    mark=$(printf %s "$root" | sha256sum | cut -c 1-8)
    if ((EUID == 0)); then
        base=/var/lib
    else
        base=${XDG_DATA_HOME:-$HOME/.local/share}
    fi
    echo "$base/gis-service/${name:0:40}-$mark"
}

# What .local/service.env says, unless that file came with a copy of another checkout.
remembered_home() {
    [[ -r $service_env ]] || return 0
    local line made_in='' folder=''
    while IFS= read -r line; do
        case $line in
            '# checkout: '*) made_in=${line#'# checkout: '} ;;
            GIS_HOME=*) folder=${line#GIS_HOME=} ;;
        esac
    done <"$service_env"
    if [[ $made_in == "$root" || ! -e $made_in/run ]]; then
        echo "$folder"
    fi
}

service_env_text() {
    local socket
    socket=$(percent_encode "$socket_folder")
    cat <<TEXT
# Written by ./run: the database of this checkout, read by the command \`gis\`.
# checkout: $root
GIS_HOME=$home
GIS_DATABASE_URL=postgresql://gis_owner@/gis?host=$socket
GIS_APP_DATABASE_URL=postgresql://gis_app@/gis?host=$socket
TEXT
}

service_env_is_current() {
    [[ -r $service_env && $(<"$service_env") == "$(service_env_text)" ]]
}

write_service_env() {
    service_env_is_current && return
    (umask 077 && service_env_text >"$service_env.new")
    mv -f "$service_env.new" "$service_env"
}

percent_encode() {
    local LC_ALL=C text=$1 encoded='' index character code
    for ((index = 0; index < ${#text}; index++)); do
        character=${text:index:1}
        case $character in
            [A-Za-z0-9/._~-]) encoded+=$character ;;
            *)
                printf -v code %d "'$character"
                printf -v character '%%%02X' $((code & 255))
                encoded+=$character
                ;;
        esac
    done
    echo "$encoded"
}
