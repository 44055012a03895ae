#!/usr/bin/env bash
# The folder that `brickbat finding ID --export` writes, built and run by the commands that it prints:
# it must crash as the finding did. Run from the project's root, with brickbat built in build/host and
# a finding of CVE-2024-10918 in the store (ci/quickstart leaves one).
set -euo pipefail
brickbat=build/host/brickbat
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

found=$("$brickbat" findings --search Stack-buffer-overflow --target modbus_libmodbus_reply_pristine \
    --limit 1 --json | jq -r '.findings[0].id // empty')
[[ $found ]] || { echo "there is no finding of CVE-2024-10918: run ci/quickstart first"; exit 1; }
"$brickbat" finding "$found" --export "$scratch/export" >"$scratch/said"
for step in configure build; do
    bash -c "$(sed -n "s/^  $step *//p" "$scratch/said")" >"$scratch/log" 2>&1 ||
        { tail -n 20 "$scratch/log"; echo "the command '$step' fails"; exit 1; }
done
status=0
bash -c "$(sed -n 's/^  crash *//p' "$scratch/said")" >"$scratch/log" 2>&1 || status=$?
grep -q 'stack-buffer-overflow' "$scratch/log" && grep -q 'modbus_reply' "$scratch/log" ||
    { head -n 20 "$scratch/log"; echo "the reproducer ends with $status and not with the finding's crash"; exit 1; }
((status == 77)) || { echo "the reproducer ends with $status, not 77"; exit 1; }
echo "the reproducer of $found crashes as it should"
