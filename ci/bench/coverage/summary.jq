# The cells' results to one document: of each target and contestant median, least and most edges, the
# median against that of the best rival, and the median of the seconds until that was reached.
def median: sort | if length % 2 == 1 then .[length / 2 | floor] else (.[length / 2 - 1] + .[length / 2]) / 2 end;
def is_ours: startswith("ours");
def round4: . * 10000 | round / 10000;
def best(f): [.[] | select(.[0].engine | f) | map(.edges) | median] | max;
# Who never got there took longer than anybody.
def seconds_to($edges): map(first(.curve[] | select(.[1] >= $edges) | .[0] / 1000) // infinite) | median
    | if isinfinite then null else . end;

{
    cpu_seconds: $cpu,
    repetitions: ([.[].seed] | unique | length),
    counted: "edges of parser and target, by replay in the edges build",
    targets: [group_by(.target)[] | .[0] as $one | group_by(.engine)
        | best(is_ours) as $ours | best(is_ours | not) as $rival | {
        target: $one.target,
        edges_there_are: $one.all,
        edges_of_seeds: $one.seeds,
        ours: (if $ours == null or $rival == null then null
               elif $ours > $rival then "first" elif $ours == $rival then "level" else "behind" end),
        contestants: map({
            engine: .[0].engine,
            median: (map(.edges) | median),
            min: (map(.edges) | min),
            max: (map(.edges) | max),
            ratio: (if $rival then (map(.edges) | median) / $rival | round4 else null end),
            seconds_to_best_rival: (if $rival then seconds_to($rival) else null end),
            inputs_per_cpu_s: (map(.execs / .cpu_s) | median | round),
            starts: (map(.starts) | median),
            runs: map({seed, edges, execs, cpu_s, wall_s, starts})
        })
    }]
}
