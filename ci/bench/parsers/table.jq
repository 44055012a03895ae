def right(n): (. // "-") | tostring | (" " * (n - length) // "") + .;
def left(n): tostring | . + (" " * (n - length) // "");
def per_cent: if . == null then null else "\(. * 10 | round / 10) %" end;
def thousandths: if . == null then null else (. * 1000 | round | tostring | "000"[length:] + .)
    | "\(.[:-3] | if . == "" then "0" else . end).\(.[-3:])" end;
def edges: .fuzz["ours-libfuzzer"].edges as $ours | .fuzz["raw-libfuzzer"].edges as $raw
    | "\($ours | right(7)) \($raw | right(7)) \(if $ours and $raw then $ours / $raw else null end | thousandths | right(6))";
def memory: .steady as $s
    | if $s == null then null else "\($s.after_kib - $s.before_kib) KiB/\($s.runs / 1000 | round)k" end;
def parts: (.fuzz // {} | .[]), (.steady | objects);
def measured: [parts.date] | if length == 0 then null else min end;
def older: if any(parts; .current | not) then "*" else "" end;
def same: .steady as $s | if $s == null then null else "\($s.inputs - $s.unstable)/\($s.inputs)" end;
"All targets, \(.date), \([.targets[] | parts | .machine // empty] | unique | join("; "))",
(.build | objects | "All \(.targets) built from nothing, engines and grammars included, without ccache: \(.seconds) s."),
"library, target: seconds to build without ccache. exec/s: for each second of CPU time, ours in both engines.",
"edges: after \([.targets[].fuzz["ours-libfuzzer"].cpu_s // empty] | max // 0 | round) s of CPU time from the seeds, ours in libFuzzer and libFuzzer with the dictionary. same: seeds that",
"reach the same edges 100 times. memory: what the process grew by in so many runs, after the first tenth. found: crashing inputs.",
"date: of the oldest figure; with * its program or seeds, or those of another figure of the line, have changed since, mostly to",
"pass over what was found.",
"",
"\("target" | left(26)) \("library" | right(7)) \("target" | right(6)) | \("libF/s" | right(7)) \("AFL++/s" | right(7)) \("stability" | right(9)) | \("ours" | right(7)) \("raw" | right(7)) \("ratio" | right(6)) | \("same" | right(7)) \("memory" | right(14)) \("found" | right(5)) | date",
(.targets | sort_by(.target)[] | "\(.target | left(26)) \(.build.library_s | right(7)) \(.build.target_s | right(6)) | \(.fuzz["ours-libfuzzer"].execs_per_s | right(7)) \(.fuzz["ours-afl"].execs_per_s | right(7)) \(.fuzz["ours-afl"].stability | per_cent | right(9)) | \(edges) | \(same | right(7)) \(memory | right(14)) \((if .fuzz then [.fuzz[] | objects | .crashes] | add else null end) | right(5)) | \(measured // "-")\(older)")
