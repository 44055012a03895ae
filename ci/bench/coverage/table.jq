# coverage.json as a table; ratio is the median against the best rival's.
def right(n): tostring | (" " * (n - length) // "") + .;
def left(n): . + (" " * (n - length) // "");

"Edges at \(.cpu_seconds) s of CPU time, \(.repetitions) repetitions; counted: \(.counted)",
(.targets[] |
    "",
    "\(.target): \(.edges_of_seeds) of \(.edges_there_are) edges with the seeds"
        + (if .ours_is_first == null then "" elif .ours_is_first then "; ours first" else "; OURS NOT FIRST" end),
    "  \("" | left(18)) \("median" | right(8)) \("min" | right(8)) \("max" | right(8)) \("ratio" | right(8)) \("inputs/s" | right(9)) \("starts" | right(7))",
    (.contestants | sort_by(-.median)[] |
        "  \(.engine | left(18)) \(.median | right(8)) \(.min | right(8)) \(.max | right(8)) \(.ratio // "" | right(8)) \(.inputs_per_cpu_s | right(9)) \(.starts | right(7))"))
