# The cells (an array) together with bugs.json: one entry for each bug, medians over the runs that found it.
def median: sort | if length == 0 then null else .[(length - 1) / 2 | floor] end;
def contestant: map(select(.found)) as $hits
    | {found: ($hits | length), runs: length,
       execs: ($hits | map(.execs) | median), cpu_s: ($hits | map(.cpu_s) | median),
       execs_without: (map(select(.found | not) | .execs) | median)};
. as $cells
| {date: $date, machine: $machine, cpu_s: $cpu, reps: $reps,
   bugs: [$bugs[0][] | . as $bug
       | ($cells | map(select(.id == $bug.id))) as $mine
       | select($mine | length > 0)
       | {id, target, what, back,
          by: ($mine | group_by(.engine) | map({key: .[0].engine, value: contestant}) | from_entries)}]}
| .found = ([.bugs[].by | to_entries[]] | group_by(.key)
    | map({key: .[0].key, value: {bugs: (map(select(.value.found > 0)) | length),
                                   runs: (map(.value.found) | add)}}) | from_entries)
