# The cells' results to one document: of each target and contestant median, least and most edges, and
# the median against that of the best rival.
def median: sort | if length % 2 == 1 then .[length / 2 | floor] else (.[length / 2 - 1] + .[length / 2]) / 2 end;
def is_ours: startswith("ours");

{
    cpu_seconds: $cpu,
    repetitions: ([.[].seed] | unique | length),
    counted: "edges of parser and target, by replay in the edges build",
    targets: [group_by(.target)[] | {
        target: .[0].target,
        edges_there_are: .[0].all,
        edges_of_seeds: .[0].seeds,
        contestants: [group_by(.engine)[] | {
            engine: .[0].engine,
            median: (map(.edges) | median),
            min: (map(.edges) | min),
            max: (map(.edges) | max),
            inputs_per_cpu_s: (map(.execs / .cpu_s) | median | round),
            starts: (map(.starts) | median),
            runs: map({seed, edges, execs, cpu_s, wall_s, starts})
        }]
    } | ([.contestants[] | select(.engine | is_ours | not) | .median] | max) as $rival
      | ([.contestants[] | select(.engine | is_ours) | .median] | max) as $ours
      | .contestants |= map(. + {ratio: (if $rival then (.median / $rival * 10000 | round / 10000) else null end)})
      | . + {ours_is_first: (if $rival and $ours then $ours >= $rival else null end)}]
}
