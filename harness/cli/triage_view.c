#include "cli/triage_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli/finding_print.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/root.h"

enum { REDRAW_MS = 200, LINE_MS = 10000 };

/* --- progress ------------------------------------------------------------------------------- */

static void clear_line(struct bb_triage_view *view)
{
    if (view->is_drawn)
        fputs("\r\033[K", stderr);
    view->is_drawn = false;
}

/* On a terminal a line that is drawn again, elsewhere a line every few seconds. */
static void show_progress(struct bb_triage_view *view)
{
    bool live = view->cli->live;
    int64_t now_ms = bb_clock_ms();
    if (!view->start_ms) {
        view->start_ms = now_ms;
        view->next_ms = now_ms + (live ? REDRAW_MS : LINE_MS);
    }
    if (now_ms < view->next_ms)
        return;
    double seconds = (double)(now_ms - view->start_ms) / 1000;
    clear_line(view);
    fprintf(stderr, "%s: %zu of %zu files, %.0f a second, %zu findings%s", view->cli->program,
            view->n_done, view->n_files, (double)view->n_done / seconds, view->n_counts,
            live ? "" : "\n");
    fflush(stderr);
    view->is_drawn = live;
    view->next_ms = now_ms + (live ? REDRAW_MS : LINE_MS);
}

void bb_triage_view_reducing(struct bb_triage_view *view, const char *id)
{
    if (!view->cli->live)
        return;
    clear_line(view);
    fprintf(stderr, "%s: making %s small", view->cli->program, id);
    fflush(stderr);
    view->is_drawn = true;
}

/* --- counts --------------------------------------------------------------------------------- */

static struct bb_triage_count *count_of(struct bb_triage_view *view, const char *id)
{
    for (size_t i = 0; i < view->n_counts; i++)
        if (strcmp(view->counts[i].id, id) == 0)
            return &view->counts[i];
    void *larger = reallocarray(view->counts, view->n_counts + 1, sizeof *view->counts);
    if (!larger)
        return NULL;
    view->counts = larger;
    struct bb_triage_count *count = &view->counts[view->n_counts++];
    *count = (struct bb_triage_count){0};
    snprintf(count->id, sizeof count->id, "%s", id);
    return count;
}

static void count_one(struct bb_triage_view *view, const struct bb_triage_result *result)
{
    struct bb_triage_count *count = result->id[0] ? count_of(view, result->id) : NULL;
    view->n_findings += result->id[0] != '\0';
    view->n_fine += result->what == BB_TRIAGED_FINE;
    view->n_unproven += result->what == BB_TRIAGED_UNPROVEN;
    if (!count)
        return;
    count->n_files += !result->from_minimizer;
    count->is_new |= result->is_new;
}

void bb_triage_view_count(struct bb_triage_view *view, const struct bb_triage_results *results)
{
    for (size_t i = 0; i < results->n; i++)
        count_one(view, &results->list[i]);
    view->n_done++;
    show_progress(view);
}

/* --- results -------------------------------------------------------------------------------- */

static json_t *json_of(const char *path, const struct bb_triage_result *result)
{
    static const char *const words[] = {
        [BB_TRIAGED_FINDING] = "finding",
        [BB_TRIAGED_UNPROVEN] = "unproven",
        [BB_TRIAGED_FINE] = "ok",
    };
    json_t *json = json_pack("{s:o, s:s, s:b}", "file", bb_json_text(path), "what",
                             words[result->what], "from_minimizer", result->from_minimizer);
    if (result->id[0]) {
        json_object_set_new(json, "id", bb_json_text(result->id));
        json_object_set_new(json, "new", json_boolean(result->is_new));
    }
    return json;
}

static void tell_json(struct bb_triage_view *view, const char *path,
                      const struct bb_triage_results *results, const char *error)
{
    json_t *list = json_array();
    for (size_t i = 0; i < results->n; i++)
        json_array_append_new(list, json_of(path, &results->list[i]));
    if (view->form == BB_TRIAGE_JSONL) {
        json_t *line = json_pack("{s:o, s:O}", "file", bb_json_text(path), "results", list);
        if (error)
            json_object_set_new(line, "error", bb_json_text(error));
        json_dumpf(line, stdout, JSON_COMPACT);
        putchar('\n');
        fflush(stdout);
        json_decref(line);
    } else {
        view->results = view->results ? view->results : json_array();
        json_array_extend(view->results, list);
    }
    json_decref(list);
}

static void tell_finding(const struct bb_triage_view *view, const struct bb_triage_result *result)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_finding finding;
    struct bb_err err = {0};
    if (bb_store_get(view->triage->store, &arena, result->id, &finding, &err) == BB_OK)
        bb_finding_print(view->cli, &finding, result->is_new ? "new" : "known");
    else
        bb_print_note(view->cli, "%s", err.what);
    bb_arena_free(&arena);
}

/* A finding is told once, with the first file that shows it. */
static bool is_told(struct bb_triage_view *view, const char *id)
{
    bool told = bb_paths_has(&view->told, id);
    if (!told)
        bb_paths_add(&view->told, id);
    return told;
}

static void tell_words(struct bb_triage_view *view, const char *path,
                       const struct bb_triage_results *results)
{
    char shown[PATH_MAX];
    for (size_t i = 0; i < results->n; i++) {
        const struct bb_triage_result *result = &results->list[i];
        if (result->id[0] && is_told(view, result->id))
            continue;
        clear_line(view);
        if (result->id[0])
            tell_finding(view, result);
        else if (result->what == BB_TRIAGED_UNPROVEN)
            printf("unproven  %s timed out before and does not now; it is kept in %s\n",
                   bb_cli_show_path(view->cli, path, shown), view->triage->dir->unproven);
        else
            printf("ok        %s\n", bb_cli_show_path(view->cli, path, shown));
    }
}

void bb_triage_view_tell(struct bb_triage_view *view, const char *path,
                         const struct bb_triage_results *results, const char *error)
{
    if (view->form == BB_TRIAGE_WORDS)
        tell_words(view, path, results);
    else
        tell_json(view, path, results, error);
}

static int compare_counts(const void *a, const void *b)
{
    const struct bb_triage_count *left = a;
    const struct bb_triage_count *right = b;
    if (left->n_files != right->n_files)
        return left->n_files < right->n_files ? 1 : -1;
    return strcmp(left->id, right->id);
}

/* "   1203 files  modbus-feadb662  new", the most frequent first; not for one file each. */
static void tell_counts(struct bb_triage_view *view)
{
    if (view->n_done <= view->n_counts + view->n_fine + view->n_unproven)
        return;
    qsort(view->counts, view->n_counts, sizeof *view->counts, compare_counts);
    printf("%zu files: %zu findings, %zu fine, %zu unproven\n", view->n_done, view->n_counts,
           view->n_fine, view->n_unproven);
    for (size_t i = 0; i < view->n_counts; i++)
        printf("%8zu  %s%s\n", view->counts[i].n_files, view->counts[i].id,
               view->counts[i].is_new ? "  new" : "");
}

void bb_triage_view_close(struct bb_triage_view *view)
{
    clear_line(view);
    if (view->form == BB_TRIAGE_JSON)
        bb_json_print(json_pack("{s:o}", "results", view->results ? view->results : json_array()));
    else if (view->form == BB_TRIAGE_WORDS)
        tell_counts(view);
    if (view->form == BB_TRIAGE_JSON)
        view->results = NULL;
}

void bb_triage_view_end(struct bb_triage_view *view)
{
    clear_line(view);
    free(view->counts);
    bb_paths_free(&view->told);
    json_decref(view->results);
}
