# System packages, by group, from scripts/third_party/apt.txt. Asks apt only when something is missing.
# shellcheck shell=bash

packages_of() {
  awk -v groups=" $* " '!/^#/ && NF >= 2 && index(groups, " " $1 " ") { for (i = 2; i <= NF; i++) print $i }' \
    "$THIMBLE_ROOT/scripts/third_party/apt.txt"
}

missing_packages() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s\n' "$package"
  done
}

apt_quiet() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 "$@" </dev/null; }

apt_update_install() { apt_quiet update && apt_quiet install -y --no-install-recommends "$@" >/dev/null; }

# need_packages GROUP...
need_packages() {
  if ! command -v dpkg-query >/dev/null || [ -n "${THIMBLE_NO_APT:-}" ]; then
    say "   no apt here (or THIMBLE_NO_APT is set): the tools of '$*' have to be there already, see scripts/third_party/apt.txt"
    return 0
  fi
  local missing
  mapfile -t missing < <(missing_packages $(packages_of "$@"))
  # A node that did not come from Debian brings its own npm; Debian's would drag in hundreds of packages.
  command -v npm >/dev/null || missing+=(nodejs npm)
  [ ${#missing[@]} = 0 ] && return 0
  step "apt: ${missing[*]}" retry apt_update_install "${missing[@]}"
}
