# The JSON of minimize/bench as a table.
def right(n): tostring | (" " * (n - length) // "") + .;
def left(n): . + (" " * (n - length) // "");
def percent: . * 1000 | round / 10 | tostring + " %";
def line: "\(.contestant | left(12)) \(.n | right(4)) \(.before | right(7)) \(.after | right(7)) \(
    .usable | right(7)) \(.wrong_rate | percent | right(8)) \(.stopped | right(7)) \(
    .executions | right(10)) \(.cpu_s | right(7))   \(.ours_over_it.after | right(6)) \(
    .ours_over_it.usable | right(7)) \(.ours_over_it.executions | right(6))";

"medians; \(.budget.executions) executions and \(.budget.seconds) s each; \(.date), \(.machine), \(.cores) cores",
"                                                                                ours over it:",
"\("contestant" | left(12)) \("n" | right(4)) \("before" | right(7)) \("after" | right(7)) \(
    "usable" | right(7)) \("wrong" | right(8)) \("stopped" | right(7)) \(
    "executions" | right(10)) \("CPU s" | right(7))   \("after" | right(6)) \("usable" | right(7)) \("execs" | right(6))",
(.groups[] | "-- \(.group)", (.contestants[] | line))
