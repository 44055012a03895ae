def right(n): tostring | (" " * (n - length) // "") + .;
def left(n): tostring | . + (" " * (n - length) // "");
def short: if . >= 1000000 then "\(. / 100000 | round / 10)M" elif . >= 10000 then "\(. / 1000 | round)k" else tostring end;
def cell: if .found == 0 then "\("0/\(.runs)" | right(5)) \("-" | right(8)) \("-" | right(7))"
    else "\("\(.found)/\(.runs)" | right(5)) \(.execs | short | right(8)) \(.cpu_s * 10 | round / 10 | right(7))" end;
([.bugs[].by | keys[]] | unique | sort_by(if startswith("ours") then "0" + . else . end)) as $engines
| "Public bugs put back, found within \(.cpu_s) s of CPU time: in how many of \(.reps) runs; median executions and CPU seconds until then.",
  "\(.date), \(.machine)", (.note // empty), "",
  "\("" | left(17)) \("" | left(40))" + ($engines | map(" | " + left(22)) | join("")),
  "\("bug" | left(17)) \("target" | left(40))"
      + ($engines | map(" | \("found" | right(5)) \("execs" | right(8)) \("CPU s" | right(7))") | join("")),
  (.bugs[] | . as $bug | "\(.id | left(17)) \(.target | left(40))"
      + ($engines | map(" | " + ($bug.by[.] // {found: 0, runs: 0} | cell)) | join(""))),
  "",
  "bugs found: " + (. as $all | $engines | map("\(.) \($all.found[.].bugs) of \($all.bugs | length) (\($all.found[.].runs) runs)") | join(", "))
