#!/bin/bash
# To be sourced. Fetches packages of Debian without touching this machine's own package lists: from
# the mirror that this machine uses, checked by Debian's own signatures.
set -euo pipefail

debian_mirror() {
  # shellcheck disable=SC2016  # apt's own variable
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | awk '!/security/ && !n++ {sub("/$", ""); print}'
}

debian_security_mirror() {
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | awk '/security/ && !n++ {sub("/$", ""); print}'
}

# debian_lists FOLDER LINE...: set up package lists of their own; in a LINE, MIRROR and SECURITY
# stand for the addresses (a line with SECURITY is left out where the machine has no such mirror).
debian_lists() {
  local folder=$1 line security
  shift
  mkdir -p "$folder"/{lists/partial,cache/archives/partial}
  : >"$folder/status"
  security=$(debian_security_mirror)
  for line in "$@"; do
    case $line in *SECURITY*) [ -n "$security" ] || continue ;; esac
    line=${line//SECURITY/$security}
    echo "${line//MIRROR/$(debian_mirror)}"
  done >"$folder/sources.list"
  debian_apt "$folder" update || debian_apt "$folder" update
}

# debian_apt FOLDER ARGUMENTS...: apt-get with the lists of FOLDER.
debian_apt() {
  local folder=$1
  shift
  apt-get -qq -o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$folder/lists" -o Dir::Cache="$folder/cache" \
    -o Dir::State::status="$folder/status" -o APT::Sandbox::User= -o Acquire::Languages=none "$@"
}

# debian_source FOLDER PACKAGE...: download each source package into the current folder, the newest
# version that can be had; a mirror may lack the newest one.
debian_source() {
  local folder=$1 package version found
  shift
  for package in "$@"; do
    found=''
    while read -r version; do
      if debian_apt "$folder" source --download-only "$package=$version"; then found=$version; break; fi
      echo "== $package $version: not to be had, taking the one before it" >&2
      rm -f "${package}_"*
    done < <(debian_versions "$folder" "$package")
    [ -n "$found" ] || { echo "$package: no source" >&2; return 1; }
  done
}

debian_versions() { # FOLDER SOURCE: its versions, newest first
  apt-cache -o Dir::Etc::sourcelist="$1/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$1/lists" -o Dir::Cache="$1/cache" -o Dir::State::status="$1/status" \
    showsrc --only-source "$2" | awk '/^Version:/ {print $2}' | sort -rV | uniq
}
