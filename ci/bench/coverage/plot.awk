# Edges over CPU time as an SVG for a narrow screen: awk -v title=T -v cpu=S -f plot.awk
# series=NAME CURVE [series=NAME CURVE...]   (each file "MILLISECONDS EDGES", edges growing). Of each
# series the median of its files as a line, least to most as a band.

function color(i) { return substr("#0072b2#009e73#d55e00#cc79a7#56b4e9#e69f00#000000", (i - 1) % 7 * 7 + 1, 7) }
function x(ms) { return LEFT + ms / (cpu * 1000) * (WIDTH - LEFT - RIGHT) }
function y(edges) { return TOP + (most - edges) / (most - least) * (BOTTOM - TOP) }

BEGIN {
    NAMESPACE = "http" "://www.w3.org/2000/svg" # what makes it an SVG; nothing is fetched
    WIDTH = 800; LEFT = 110; RIGHT = 25; TOP = 70; BOTTOM = 560; STEPS = 100
}

FNR == 1 {
    if (!(series in n_files)) names[++n_series] = series
    file = series SUBSEP (++n_files[series])
    step = 0
    edges = 0
}

$1 != "all" {
    for (; step <= STEPS && step * cpu * 1000 / STEPS < $1; step++) value[file, step] = edges
    edges = $2
    # what is left keeps the last figure until a later line says otherwise
    for (s = step; s <= STEPS; s++) value[file, s] = edges
    # the seeds are there from the start
    if (!least || $2 < least) least = $2
    if ($2 > most) most = $2
}

# The files' values of one step, sorted into v[1..n].
function sort_step(name, step,    i, k, t) {
    n = n_files[name]
    for (i = 1; i <= n; i++) {
        t = value[name, i, step]
        for (k = i - 1; k >= 1 && v[k] > t; k--) v[k + 1] = v[k]
        v[k + 1] = t
    }
    return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}

function nice_step(range,    power, r) {
    power = 10 ^ int(log(range / 4) / log(10))
    r = range / 4 / power
    return power * (r > 5 ? 10 : r > 2 ? 5 : r > 1 ? 2 : 1)
}

function text(px, py, anchor, words, extra) {
    printf "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\"%s>%s</text>\n", px, py, anchor, extra, words
}

function axes(    e, tick, s) {
    tick = nice_step(most - least)
    if (tick < 1) tick = 1
    for (e = int(least / tick + 0.999) * tick; e <= most; e += tick) {
        printf "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\" stroke-width=\"2\"/>\n", LEFT, y(e), WIDTH - RIGHT
        text(LEFT - 10, y(e) + 9, "end", e, "")
    }
    tick = nice_step(cpu)
    for (s = 0; s <= cpu; s += tick) text(x(s * 1000), BOTTOM + 34, "middle", s, "")
    text((LEFT + WIDTH - RIGHT) / 2, BOTTOM + 68, "middle", "seconds of CPU time", "")
    printf "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#333\" stroke-width=\"3\"/>\n", LEFT, TOP, BOTTOM, WIDTH - RIGHT
}

function draw(i, name,    s, at, top, bottom, line) {
    for (s = 0; s <= STEPS; s++) {
        line = line sprintf("%s%.1f %.1f", s ? "L" : "M", x(s * cpu * 1000 / STEPS), y(sort_step(name, s)))
        top = top sprintf("%s%.1f %.1f", s ? "L" : "M", x(s * cpu * 1000 / STEPS), y(v[n]))
        bottom = sprintf("L%.1f %.1f", x(s * cpu * 1000 / STEPS), y(v[1])) bottom
        final[name] = sort_step(name, s)
    }
    printf "<path d=\"%s%sZ\" fill=\"%s\" opacity=\"0.15\"/>\n", top, bottom, color(i)
    printf "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"4\"%s/>\n", line, color(i), \
        name ~ /^ours/ ? "" : " stroke-dasharray=\"12 7\""
}

function legend(i, name,    py) {
    py = BOTTOM + 68 + 38 * i
    printf "<path d=\"M%d %dh60\" stroke=\"%s\" stroke-width=\"6\"%s/>\n", LEFT, py - 8, color(i), \
        name ~ /^ours/ ? "" : " stroke-dasharray=\"12 7\""
    text(LEFT + 75, py, "start", name, "")
    text(WIDTH - RIGHT, py, "end", final[name], " font-weight=\"bold\"")
}

END {
    if (most == least) most = least + 1
    height = BOTTOM + 68 + 38 * n_series + 25
    printf "<svg xmlns=\"%s\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"25\" fill=\"#222\">\n", NAMESPACE, WIDTH, height
    printf "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDTH, height
    text(LEFT, 42, "start", title ": edges", " font-size=\"28\" font-weight=\"bold\"")
    axes()
    for (i = 1; i <= n_series; i++) draw(i, names[i])
    for (i = 1; i <= n_series; i++) legend(i, names[i])
    print "</svg>"
}
