# Pinned third-party files: fetch, check, unpack. The list is scripts/third_party/pins.txt.
# shellcheck shell=bash

pins() { awk -v kind="$1" '!/^#/ && $1 == kind { print $2, $3, $4, $5 }' "$THIMBLE_ROOT/scripts/third_party/pins.txt"; }

# The name of a pin's file in <cache>/dl carries its checksum, so a changed pin never meets an old file.
pin_file() { printf '%s/dl/%s-%s' "$THIMBLE_CACHE" "$1" "${2:0:16}"; }

# An apt of our own: other suites than the machine's, its lists in a folder we throw away, the machine's mirror and keys.
isolated_apt_config() {
  local dir=$1 suites=$2 mirror
  mirror=${THIMBLE_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
    awk '$2 ~ /^[a-z]+$/ && $1 !~ /security/ && $1 ~ /\/debian\/?$/ { print $1; exit }')}
  [ -n "$mirror" ] || die "no Debian mirror in apt's configuration: set THIMBLE_DEBIAN_MIRROR, or give the sources by THIMBLE_SOURCES"
  mkdir -p "$dir"/{etc/preferences.d,etc/apt.conf.d,lists/partial,cache/archives/partial,files}
  printf 'Types: deb deb-src\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' "$mirror" "$suites" \
    /usr/share/keyrings/debian-archive-keyring.gpg >"$dir/list.sources"
  # Older snapshots of a suite are past their Valid-Until; the signature and our checksums still hold.
  printf '%s "%s";\n' Dir::Etc "$dir/etc" Dir::Etc::main /dev/null Dir::Etc::sourcelist "$dir/list.sources" \
    Dir::Etc::sourceparts /dev/null Dir::State::lists "$dir/lists" Dir::Cache "$dir/cache" APT::Sandbox::User "" \
    APT::Architecture amd64 Acquire::Languages none Acquire::Check-Valid-Until false >"$dir/apt.conf"
  cp /etc/apt/apt.conf.d/*proxy* "$dir/etc/apt.conf.d/" 2>/dev/null || true
}

# fetch_pin KIND NAME PACKAGE SUITE SHA: into <cache>/dl, checked before it gets its name.
fetch_pin() {
  local kind=$1 name=$2 package=$3 suite=$4 sha=$5 dir file
  dir=$THIMBLE_CACHE/tmp/apt/files/$name
  rm -rf "$dir"; mkdir -p "$dir"
  if [ "$kind" = source ]; then
    (cd "$dir" && apt-get source -qq --download-only --tar-only "$package") || return 1
  else
    [ "${package#*=}" = "$package" ] && package=$package/$suite
    (cd "$dir" && apt-get download -qq "$package") || return 1
  fi
  file=$(find "$dir" -maxdepth 1 -type f | head -1)
  [ -n "$file" ] || { say "$name: nothing was downloaded"; return 1; }
  [ "$sha" = - ] || echo "$sha  $file" | sha256sum --check --status || die "$name: $file is not what pins.txt says (sha256 $sha)"
  mv "$file" "$(pin_file "$name" "$sha")"
}

# fetch_pins KIND: whatever of that kind is not in the cache yet.
fetch_pins() {
  local kind=$1 name package suite sha suites="" todo=()
  while read -r name package suite sha; do
    [ "$kind" = source ] && [ -n "${THIMBLE_SOURCES:-}" ] && continue
    [ -f "$(pin_file "$name" "$sha")" ] && continue
    todo+=("$name $package $suite $sha")
    [[ " $suites " == *" $suite "* ]] || suites="$suites $suite"
  done < <(pins "$kind")
  [ ${#todo[@]} = 0 ] && return 0
  command -v apt-get >/dev/null || die "no apt-get here: set THIMBLE_SOURCES to a folder with the sources, by the names of pins.txt"
  mkdir -p "$THIMBLE_CACHE/dl"
  rm -rf "$THIMBLE_CACHE/tmp/apt"
  isolated_apt_config "$THIMBLE_CACHE/tmp/apt" "${suites# }"
  (
    export APT_CONFIG=$THIMBLE_CACHE/tmp/apt/apt.conf
    retry apt-get update -qq || die "could not read the package lists of:$suites"
    for pin in "${todo[@]}"; do
      # shellcheck disable=SC2086
      retry fetch_pin "$kind" $pin || die "could not fetch: $pin (has the suite moved on? 'apt-cache policy' tells; then change pins.txt)"
    done
  ) || return 1
  rm -rf "$THIMBLE_CACHE/tmp/apt"
}

# unpack_tar FILE FOLDER: without the one folder that most archives hold; tests and benchmarks of XNNPACK are most of its size.
unpack_tar() {
  local file=$1 into=$2 entries
  mkdir -p "$into.tar"
  case $into in
    */xnnpack.new) tar -xf "$file" -C "$into.tar" --anchored --exclude=test --exclude=bench || return 1 ;;
    *) tar -xf "$file" -C "$into.tar" || return 1 ;;
  esac
  mapfile -t entries < <(find "$into.tar" -mindepth 1 -maxdepth 1)
  if [ ${#entries[@]} = 1 ]; then mv "${entries[0]}" "$into" && rmdir "$into.tar"; else mv "$into.tar" "$into"; fi
}

# unpack_sources: <cache>/src/<name>, each stamped with the checksum it came from.
unpack_sources() {
  local name sha into
  while read -r name _ _ sha; do
    into=$THIMBLE_CACHE/src/$name
    if [ -n "${THIMBLE_SOURCES:-}" ]; then
      [ -d "$THIMBLE_SOURCES/$name" ] || die "THIMBLE_SOURCES has no folder $name"
      [ -L "$into" ] || rm -rf "$into"
      mkdir -p "$THIMBLE_CACHE/src"
      ln -sfn "$(cd "$THIMBLE_SOURCES/$name" && pwd)" "$into"
      continue
    fi
    stamped "$into/.thimble_pin" "$sha" && continue
    rm -rf "$into" "$into.new" "$into.new.tar"
    unpack_tar "$(pin_file "$name" "$sha")" "$into.new" || return 1
    echo "$sha" >"$into.new/.thimble_pin"
    mv "$into.new" "$into"
  done < <(pins source)
}

# unpack_data: <cache>/data/<name>, the files of a binary Debian package that tests read; no code.
unpack_data() {
  local name sha into
  while read -r name _ _ sha; do
    into=$THIMBLE_CACHE/data/$name
    stamped "$into/.thimble_pin" "$sha" && continue
    rm -rf "$into" "$into.new"; mkdir -p "$into.new"
    dpkg-deb -x "$(pin_file "$name" "$sha")" "$into.new" || return 1
    echo "$sha" >"$into.new/.thimble_pin"
    mv "$into.new" "$into"
  done < <(pins data)
}

# Only tests want the data, so a machine without apt does without it; they say that they skip.
setup_data() {
  command -v apt-get >/dev/null || { say "   no apt-get here: tests on other projects' data are skipped"; return 0; }
  fetch_pins data && unpack_data
}
