# shellcheck shell=bash
# What must come from the operating system: Python with venv, PostgreSQL with PostGIS.

readonly oldest_postgres=15

packages=()
python=
postgres_version=
postgres_bin=
with_browser=
with_load=
default_cluster_forbidden=

# Set `python` to the first interpreter that is new enough, or explain. Of a virtual environment
# it takes the one behind it: .venv may be about to be made anew.
find_python() {
    local candidate
    local behind='import sys; print(sys._base_executable); sys.exit(sys.version_info < (3, 11))'
    local -a candidates=(python3 python3.14 python3.13 python3.12 python3.11)
    [[ -z ${GIS_PYTHON:-} ]] || candidates=("$GIS_PYTHON")
    for candidate in "${candidates[@]}"; do
        python=$("$candidate" -c "$behind" 2>/dev/null) && return
    done
    die "Python 3.11 or later is needed; ${GIS_PYTHON:-python3} is $("${GIS_PYTHON:-python3}" \
        -c 'import platform; print(platform.python_version())' 2>/dev/null || echo 'not there')." \
        "Install it (Debian 12 and Ubuntu 24.04 have it as python3), or name one: GIS_PYTHON=/path/to/python3.12 ./run"
}

# Set `postgres_bin` and `postgres_version` to a server that has PostGIS: the version an existing
# cluster was made with, else the newest. Status 1 when there is none.
find_postgres() {
    local bin version wanted=
    if [[ -n ${data_folder:-} && -r $data_folder/PG_VERSION ]]; then
        wanted=$(<"$data_folder/PG_VERSION")
    fi
    postgres_version=0
    for bin in /usr/lib/postgresql/*/bin; do
        version=${bin%/bin}
        version=${version##*/}
        if [[ $version =~ ^[0-9]+$ && $version == "${wanted:-$version}" ]] &&
            ((version >= oldest_postgres && version > postgres_version)) &&
            [[ -x $bin/initdb && -x $bin/pg_ctl && -x $bin/psql ]] &&
            [[ -e /usr/share/postgresql/$version/extension/postgis.control ]]; then
            postgres_version=$version
            postgres_bin=$bin
        fi
    done
    ((postgres_version > 0))
}

# Fill `packages` with the names of what is missing.
find_missing_packages() {
    packages=()
    if ! python_is_ready; then
        find_python
        need_venv_module
    fi
    [[ -e /etc/ssl/certs/ca-certificates.crt ]] || packages+=(ca-certificates)
    [[ -e /usr/share/zoneinfo/UTC ]] || packages+=(tzdata)
    if ! own_server; then
        choose_home
        find_postgres || packages+=("$(postgis_package)")
    fi
    if [[ -n $with_browser ]] && needs_browser; then
        packages+=(chromium)
    fi
    if [[ -n $with_load ]]; then
        command -v wrk >/dev/null || packages+=(wrk)
        [[ -x /usr/sbin/nginx ]] || packages+=(nginx-light)
    fi
}

need_venv_module() {
    local version
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    case $(readlink -f "$python") in
        /usr/bin/*) packages+=("python$version-venv") ;;
        *) die "$python has no module ensurepip." \
            "Use another Python: GIS_PYTHON=/usr/bin/python3 ./run" ;;
    esac
}

needs_browser() {
    compgen -G "$root/tests/browser/test_*.py" >/dev/null &&
        ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null
}

# The package for the newest server that is installed without PostGIS, else the newest offered.
postgis_package() {
    local name version best=0 installed=0
    for name in $(apt-cache pkgnames postgresql- 2>/dev/null); do
        if [[ $name =~ ^postgresql-([0-9]+)-postgis-3$ ]]; then
            version=${BASH_REMATCH[1]}
            apt-cache show "$name" >/dev/null 2>&1 || continue
            ((version <= best)) || best=$version
            if [[ -x /usr/lib/postgresql/$version/bin/initdb ]] && ((version > installed)); then
                installed=$version
            fi
        fi
    done
    ((installed < oldest_postgres)) || best=$installed
    if [[ -r ${data_folder:-}/PG_VERSION ]]; then
        best=$(<"$data_folder/PG_VERSION")
    fi
    if ((best > 0)); then
        echo "postgresql-$best-postgis-3"
    else
        echo postgresql-postgis
    fi
}

# Ask for the password now, before a step's line is on the screen.
allow_sudo() {
    ((${#packages[@]} > 0)) || return 0
    command -v apt-get >/dev/null || die \
        "This system has no apt-get; ./run can install packages on Debian and Ubuntu only." \
        "Install ${packages[*]} (or what they are called here), or set GIS_DATABASE_URL."
    ((EUID != 0)) || return 0
    if command -v sudo >/dev/null; then
        sudo -n true 2>/dev/null && return
        if [[ -t 0 && -t 3 ]]; then
            say "Packages to install: ${packages[*]}. sudo may ask for your password."
            sudo -v && return
        fi
    fi
    die "Packages are missing (${packages[*]}) and you may not install them." \
        "Ask an administrator to run: apt-get install ${packages[*]}; then start ./run again."
}

as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo ${http_proxy:+--preserve-env=http_proxy,https_proxy,no_proxy} "$@"
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
        apt-get -o DPkg::Lock::Timeout=300 -y "$@"
}

install_system_packages() {
    if ((${#packages[@]} == 0)); then
        step_note="nothing to install"
        return
    fi
    if package_lists_are_old; then
        apt_get update || echo "apt-get update failed; trying with the lists there are"
        find_missing_packages
    fi
    local apt_failed=
    refuse_unfit_postgres
    forbid_default_cluster
    if ! apt_get install --no-install-recommends "${packages[@]}"; then
        apt_get update || true
        apt_get install --no-install-recommends "${packages[@]}" || apt_failed=yes
    fi
    allow_default_cluster
    [[ -z $apt_failed ]]
    step_note="installed ${packages[*]}"
    own_server || find_postgres || die \
        "PostgreSQL $oldest_postgres or later with PostGIS is still not there after installing ${packages[*]}." \
        "See the details; or set GIS_DATABASE_URL to a server of your own."
}

# Older than a day, or none at all.
package_lists_are_old() {
    [[ -z $(find /var/lib/apt/lists -maxdepth 1 -name '*Release' -mmin -1440 -print -quit 2>/dev/null) ]]
}

refuse_unfit_postgres() {
    local name
    for name in "${packages[@]}"; do
        [[ $name =~ ^postgresql-([0-9]+)-postgis-3$ ]] || continue
        ((BASH_REMATCH[1] >= oldest_postgres)) || die \
            "PostgreSQL $oldest_postgres or later is needed; this system offers ${BASH_REMATCH[1]}." \
            "Add PostgreSQL's own package source, or set GIS_DATABASE_URL to a server of your own."
        apt-cache show "$name" >/dev/null || need_postgres
    done
}

# Debian makes and starts a cluster `main` when the first server is installed. Nobody asked for it:
# say so in a file that is there only while ./run installs.
readonly createcluster_folder=/etc/postgresql-common/createcluster.d

forbid_default_cluster() {
    default_cluster_forbidden=yes
    as_root mkdir -p "$createcluster_folder"
    printf '# There only while ./run installs.\ncreate_main_cluster = false\n' |
        as_root tee "$createcluster_folder/gis-service.conf" >/dev/null
}

allow_default_cluster() {
    as_root rm -f "$createcluster_folder/gis-service.conf"
    as_root rmdir "$createcluster_folder" 2>/dev/null || true
    default_cluster_forbidden=
}
