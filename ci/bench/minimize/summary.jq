# Rows of minimize/bench to its JSON: the contestants in each group and in all, with ours over theirs.
def median: sort | length as $n
    | if $n == 0 then null else (.[($n - 1) / 2 | floor] + .[$n / 2 | floor]) / 2 end;
def rounded: . * 1000 | round / 1000;
def over($other): if $other == null or $other == 0 then null else . / $other | rounded end;
def usable: if .wrong then .before else .after end;
def position: {"ours": 0, "libfuzzer": 1, "afl-tmin": 2, "afl-exact": 3, "afl-exact-e": 4}[.];

def contestant: (map(select(.wrong)) | length) as $wrong | {contestant: .[0].contestant, n: length,
    before: (map(.before) | median), after: (map(.after) | median), usable: (map(usable) | median),
    $wrong, wrong_rate: ($wrong / length | rounded),
    stopped: (map(select(.stopped)) | length),
    executions: (map(.executions | values) | median), cpu_s: (map(.cpu_s) | median | rounded)};

def compared: .[0] as $ours | map(. as $other | . + {ours_over_it: {
    after: ($ours.after | over($other.after)), usable: ($ours.usable | over($other.usable)),
    executions: ($ours.executions | over($other.executions)), cpu_s: ($ours.cpu_s | over($other.cpu_s))}});

def group($name): {group: $name, contestants: (group_by(.contestant) | map(contestant)
    | sort_by(.contestant | position) | compared)};

. as $rows
| {benchmark: "minimize", $date, $machine, $cores, $seed, budget: {executions: $execs, $seconds},
   aims: {wrong_rate: 0, size_over_afl_structured: 0.333, executions_over_others: 0.1},
   groups: (["planted", "large", "libmodbus"] | map(. as $name | $rows | map(select(.group == $name))
       | select(length > 0) | group($name))),
   rows: $rows}
| .groups += [$rows | group("all")]
