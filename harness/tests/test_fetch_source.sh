#!/usr/bin/env bash
# test_fetch_source.sh SOURCE_DIR
#
# Where a parser's sources come from (harness/cmake/fetch-source, apt-source, source.cmake), with a
# toy parser, and with stand-ins for apt in front of the PATH: no network is used.
set -u
cmake_dir=$1/harness/cmake
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

sha() {
    sha256sum "$1" | cut -c1-64
}

# --- the toy parser, its packaging, and a mirror that has both ---------------------------------------

make_toy() {
    mkdir -p "$work/make/toy-1.0" "$work/make/debian/patches" "$work/mirror" "$work/web"
    echo 'int toy = 1;' >"$work/make/toy-1.0/toy.c"
    tar -C "$work/make" -czf "$work/mirror/toy_1.0.orig.tar.gz" toy-1.0
    cp "$work/mirror/toy_1.0.orig.tar.gz" "$work/web/v1.0.tar.gz"
    printf '%s\n' '--- a/toy.c' '+++ b/toy.c' '@@ -1 +1 @@' '-int toy = 1;' '+int toy = 2;' \
        >"$work/make/debian/patches/CVE-1.patch"
    printf '# a comment\n\nCVE-1.patch\n' >"$work/make/debian/patches/series"
    package_debian
}

package_debian() {
    local part=$work/mirror/toy_1.0-1.debian.tar.xz
    tar -C "$work/make" -cJf "$part" debian
    printf 'Checksums-Sha256:\n %s %s toy_1.0-1.debian.tar.xz\n' "$(sha "$part")" 1 \
        >"$work/mirror/toy_1.0-1.dsc"
}

# Stand-ins that copy from the mirror; MIRROR=none is a machine that is offline.
make_apt() {
    mkdir -p "$work/bin" "$work/etc/parts"
    echo 'deb [arch=amd64] http://mirror.invalid/debian toy main # ours' >"$work/etc/sources.list"
    echo 'deb-src http://mirror.invalid/debian already main' >>"$work/etc/sources.list"
    printf 'Types: deb\nURIs: http://mirror.invalid/debian\nSuites: toy\n' >"$work/etc/parts/a.sources"
    echo 'Types: deb' >"$work/etc/parts/b.sources.disabled"
    cat >"$work/bin/apt-config" <<END
echo "lists='$work/etc/sources.list' parts='$work/etc/parts'"
END
    cat >"$work/bin/apt-cache" <<'END'
[ "$MIRROR" = none ] || printf 'Version: 0.9-3\nVersion: 1:1.0-1\n'
END
    cat >"$work/bin/apt-get" <<'END'
case "$*" in *"Dir::Etc::sourcelist=/dev/null"*) ;; *) echo "E: system configuration used"; exit 100 ;; esac
[ "$MIRROR" = none ] && { echo "E: Could not resolve the mirror"; exit 100; }
case "$*" in
*update*) exit 0 ;;
*source*--download-only*) cp "$MIRROR"/* . && [ -e toy_1.0-1.dsc ] || { echo "E: 404"; exit 100; } ;;
esac
END
    chmod +x "$work/bin"/*
}

# --- running ----------------------------------------------------------------------------------------

# fetch VARIANT: with a cache and a tree of the test's own, the mirror and URL in MIRROR and URL.
fetch() {
    PATH=$work/bin:$PATH BB_NAME=toy BB_VERSION=1.0 BB_CACHE=$cache BB_PACKAGE=toy \
        BB_TARBALL=toy_1.0.orig.tar.gz BB_SHA256=$good BB_URL=$URL BB_URL_SHA256=$good \
        "$cmake_dir/fetch-source" "$1" "$tree" >"$work/out" 2>&1
}

begin() {
    what=$1
    cache=$work/cache.$what tree=$work/tree.$what
    export MIRROR=none URL=file://$work/nowhere/v1.0.tar.gz
    mkdir -p "$cache"
}

check() {
    "$@" && return
    echo "FAILED: $what: $*"
    sed 's/^/    /' "$work/out"
    failures=$((failures + 1))
}

says() {
    grep -qF -- "$1" "$work/out"
}

has() {
    grep -qs "$1" "$tree/toy.c"
}

fails() {
    ! "$@"
}

make_toy
make_apt
good=$(sha "$work/mirror/toy_1.0.orig.tar.gz")

begin cached
cp "$work"/mirror/* "$cache"
check fetch pristine
check has 'toy = 1'
check fetch patched
check has 'toy = 2'
check says 'patch CVE-1.patch'
check grep -qx CVE-1.patch "$tree.patches"

begin without
cp "$work"/mirror/* "$cache"
export BB_WITHOUT=CVE-1.patch
check fetch patched
check has 'toy = 1'
check says 'without patch CVE-1.patch'
check fails grep -q . "$tree.patches"
BB_WITHOUT=CVE-2.patch
check fails fetch patched
check says 'there is no patch CVE-2.patch'
unset BB_WITHOUT

begin debian
MIRROR=$work/mirror
check fetch patched
check has 'toy = 2'
check test -e "$cache/toy_1.0.orig.tar.gz"
check grep -qx 'deb-src \[arch=amd64\] http://mirror.invalid/debian toy main # ours' \
    "$cache/apt/sources.d/derived.list"
check fails grep -q already "$cache/apt/sources.d/derived.list"
check grep -qx 'Types: deb-src' "$cache/apt/sources.d/a.sources"
check fails test -e "$cache/apt/sources.d/b.sources.disabled"
MIRROR=none
check fetch patched # from the cache now

begin debian-has-only-the-tarball
mkdir "$work/half" && cp "$work/mirror/toy_1.0.orig.tar.gz" "$work/half"
MIRROR=$work/half
check fetch pristine
check has 'toy = 1'
check fails fetch patched
check says 'no Debian packaging of toy_1.0'

begin upstream
URL=file://$work/web/v1.0.tar.gz
check fetch pristine
check has 'toy = 1'
check test -e "$cache/toy-v1.0.tar.gz"

begin offline
check fails fetch patched
check says 'cache: no file toy_1.0.orig.tar.gz'
check says 'Debian source package: no source package toy 1.0 in the package lists (Could not resolve'
check says 'upstream release: '
check says '-DBRICKBAT_TOY_SOURCE=<folder>'
check says "$good"
check fails test -e "$tree"

begin offline-and-no-upstream-named
URL=
check fails fetch pristine
check says 'Debian source package: no source package toy 1.0'
check fails says 'upstream release: '
check fails grep -qx 'downloading ' "$work/out"

begin wrong-hash-in-the-cache
echo tampered >"$cache/toy_1.0.orig.tar.gz"
check fails fetch pristine
check says 'has the wrong SHA-256'
check fails test -e "$tree"
MIRROR=$work/mirror
check fetch pristine # the mirror's replaces it
check has 'toy = 1'

begin wrong-hash-everywhere
mkdir "$work/bad" && echo tampered >"$work/bad/toy_1.0.orig.tar.gz"
echo tampered >"$work/web/bad.tar.gz"
MIRROR=$work/bad URL=file://$work/web/bad.tar.gz
check fails fetch pristine
check says 'Debian source package: '
check says 'upstream release: '
check says 'has the wrong SHA-256'

begin wrong-hash-of-the-patches
cp "$work"/mirror/* "$cache"
echo tampered >>"$cache/toy_1.0-1.debian.tar.xz"
check fails fetch patched
check says 'has the wrong SHA-256'

begin patch-that-does-not-apply
MIRROR=$work/mirror
check fetch patched
sed -i 's/^-int toy = 1/-int toy = 7/' "$work/make/debian/patches/CVE-1.patch"
package_debian
rm "$cache"/*.dsc
check fails fetch patched
check says 'the patch CVE-1.patch does not apply'
check has 'toy = 2' # the old tree is left alone
sed -i 's/^-int toy = 7/-int toy = 1/' "$work/make/debian/patches/CVE-1.patch"
package_debian

begin some-paths
mkdir -p "$work/make/toy-1.0/doc/a" "$work/make/toy-1.0/big"
echo 'a text' >"$work/make/toy-1.0/doc/a/b.txt"
echo 'much more' >"$work/make/toy-1.0/big/file"
tar -C "$work/make" -czf "$cache/toy_1.0.orig.tar.gz" toy-1.0
good_before=$good good=$(sha "$cache/toy_1.0.orig.tar.gz")
cp "$work"/mirror/toy_1.0-1.* "$cache"
export BB_PATHS='doc/a'
check fetch patched
check has 'toy = 2' # no path, but the patch touches it
check test -e "$tree/doc/a/b.txt"
check fails test -e "$tree/big"
check fetch pristine
check test -e "$tree/doc/a/b.txt"
check fails test -e "$tree/toy.c"
BB_PATHS='doc nothing'
check fails fetch pristine
check says 'there is no nothing in'
unset BB_PATHS
check fetch pristine
check test -e "$tree/big/file"
rm -r "$work/make/toy-1.0/doc" "$work/make/toy-1.0/big"
good=$good_before

begin cache-that-cannot-be-written
echo "a file" >"$work/file"
cache=$work/file/cache
check fails fetch pristine
check says 'cannot be written (BRICKBAT_CACHE'

# --- brickbat_source --------------------------------------------------------------------------------

make_project() {
    mkdir -p "$work/project/targets/sources"
    cat >"$work/project/targets/sources/toy.json" <<END
{"name": "toy", "version": "1.0", "licence": "none",
 "debian": {"package": "toy", "tarball": "toy_1.0.orig.tar.gz", "sha256": "$good"},
 "upstream": {"url": "file://$work/nowhere/v1.0.tar.gz", "sha256": "$good"},
 "paths": ["toy.c"]}
END
    cat >"$work/project/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.25)
project(toy LANGUAGES NONE)
include("$cmake_dir/source.cmake")
brickbat_source(toy patched)
message(STATUS "\${toy_patched_ORIGIN}|\${toy_patched_PATCHES}|\${toy_patched_DIR}|\${toy_VERSION}")
END
}

configure() {
    PATH=$work/bin:$PATH BRICKBAT_CACHE=$work/cache.cmake \
        cmake -S "$work/project" -B "$work/build" "$@" >"$work/out" 2>&1
}

make_project

begin cmake-fetches
check fails configure
check says 'toy 1.0 (patched) could not be had:'
MIRROR=$work/mirror
check configure
check says 'patched|CVE-1.patch|'
check says 'toy 1.0: patch CVE-1.patch'

begin cmake-needs-nothing-the-second-time
rm -rf "$work/cache.cmake"
check configure
check says 'patched|CVE-1.patch|'
check fails test -e "$work/cache.cmake"

begin cmake-takes-a-folder
check configure "-DBRICKBAT_TOY_SOURCE=$work/make/toy-1.0"
check says "local||$work/make/toy-1.0|local"
check fails configure "-DBRICKBAT_TOY_SOURCE=$work/nowhere"
check says "BRICKBAT_TOY_SOURCE=$work/nowhere is not a folder"

[ "$failures" = 0 ] && echo "all fine"
exit "$((failures > 0))"
