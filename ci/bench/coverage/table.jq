# coverage.json as a table. ratio: the median against the best rival's; reached: CPU seconds until there.
def right(n): tostring | (" " * (n - length) // "") + .;
def left(n): . + (" " * (n - length) // "");

"Edges at \(.cpu_seconds) s of CPU time, \(.repetitions) repetitions; counted: \(.counted)",
(.targets[] |
    "",
    "\(.target): \(.edges_of_seeds) of \(.edges_there_are) edges with the seeds"
        + (if .ours then "; ours is \(.ours)" else "" end),
    "  \("" | left(16)) \("median" | right(7)) \("min" | right(6)) \("max" | right(6)) \("ratio" | right(7)) \("reached" | right(8)) \("inputs/s" | right(9)) \("starts" | right(7))",
    (.contestants | sort_by(-.median)[] |
        "  \(.engine | left(16)) \(.median | right(7)) \(.min | right(6)) \(.max | right(6)) \(.ratio // "" | right(7)) \(.seconds_to_best_rival // "-" | right(8)) \(.inputs_per_cpu_s | right(9)) \(.starts | right(7))"))
