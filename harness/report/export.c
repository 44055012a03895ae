#include "report/export.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"

enum { PER_LINE = 12, MAX_FRAMES = 24 };

/* --- C and CMake ---------------------------------------------------------------------------- */

/* Text for one line of a comment or a title: what could end it does not stand in it. */
static void put_line(struct bb_buf *out, const char *text)
{
    for (; *text; text++)
        bb_buf_append_byte(out,
                           *text < ' ' || (*text == '*' && text[1] == '/') ? ' ' : (uint8_t)*text);
}

static void put_array(struct bb_buf *out, struct bb_bytes input)
{
    bb_buf_append_str(out, "static const uint8_t input[] = {");
    for (size_t i = 0; i < input.len; i++)
        bb_buf_printf(out, "%s0x%02x,", i % PER_LINE ? " " : "\n    ", input.ptr[i]);
    bb_buf_append_str(out, input.len ? "\n};\n" : "0};\n");
}

bool bb_export_source(const struct bb_finding *finding, struct bb_bytes input, struct bb_buf *out)
{
    bb_buf_append_str(out, "/*\n * ");
    put_line(out, finding->report.crash_type[0] ? finding->report.crash_type : "A crash");
    bb_buf_append_str(out, " in ");
    put_line(out, finding->parser);
    bb_buf_append_byte(out, ' ');
    put_line(out, finding->version);
    bb_buf_append_str(out, ", found by Brickbat as ");
    put_line(out, finding->id);
    bb_buf_append_str(out, ".\n *\n * Links with the fuzz target ");
    put_line(out, finding->target);
    bb_buf_append_str(out, ", whose entry point hands the bytes to the parser; CMakeLists.txt\n"
                           " * beside this file does that.\n */\n"
                           "#include <stddef.h>\n#include <stdint.h>\n#include <stdlib.h>\n"
                           "#include <string.h>\n\n"
                           "int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);\n\n");
    put_array(out, input);
    bb_buf_printf(out,
                  "\nint main(void)\n{\n    const size_t size = %zu;\n"
                  "    uint8_t *copy = malloc(size ? size : 1); /* so that reading past it is seen "
                  "*/\n"
                  "    if (!copy)\n        return 2;\n"
                  "    memcpy(copy, input, size);\n"
                  "    LLVMFuzzerTestOneInput(copy, size);\n"
                  "    free(copy);\n    return 0;\n}\n",
                  input.len);
    return bb_buf_status(out, NULL) == BB_OK;
}

bool bb_export_cmake(const struct bb_finding *finding, struct bb_buf *out)
{
    bb_buf_printf(
        out,
        "# Builds reproducer.c with the parser and the fuzz target, AddressSanitizer and\n"
        "# UndefinedBehaviorSanitizer. BRICKBAT is a checkout of Brickbat%s%s:\n"
        "#\n"
        "#     cmake -S . -B build -DBRICKBAT=<checkout>\n"
        "#     cmake --build build\n"
        "#     build/brickbat/targets/reproducer\n"
        "cmake_minimum_required(VERSION 3.25)\n"
        "project(reproducer LANGUAGES NONE)\n"
        "if(NOT EXISTS \"${BRICKBAT}/harness/cmake/target.cmake\")\n"
        "    message(FATAL_ERROR \"Say where Brickbat is: cmake -DBRICKBAT=<checkout> ...\")\n"
        "endif()\n"
        "include(ExternalProject)\n"
        "ExternalProject_Add(brickbat\n"
        "    SOURCE_DIR \"${BRICKBAT}\"\n"
        "    BINARY_DIR \"${CMAKE_BINARY_DIR}/brickbat\"\n"
        "    CMAKE_GENERATOR Ninja\n"
        "    CMAKE_ARGS -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=RelWithDebInfo\n"
        "        -DBRICKBAT_PRESET=replay -DBRICKBAT_ENGINE=replay -DBRICKBAT_SANITIZE=ON\n"
        "        -DBRICKBAT_REPRODUCER=${CMAKE_CURRENT_SOURCE_DIR}/reproducer.c\n"
        "        -DBRICKBAT_REPRODUCER_TARGET=%s\n"
        "    BUILD_COMMAND \"${CMAKE_COMMAND}\" --build . --target reproducer\n"
        "    INSTALL_COMMAND \"\"\n"
        "    BUILD_ALWAYS ON)\n",
        *finding->harness_commit ? ", at best at commit " : "", finding->harness_commit,
        finding->target);
    return bb_buf_status(out, NULL) == BB_OK;
}

/* --- Markdown ------------------------------------------------------------------------------- */

static void put_stack(struct bb_buf *out, const char *title, const struct bb_stack *stack)
{
    size_t n = stack->n;
    while (n && stack->frames[n - 1].noise)
        n--;
    n = n ? n : stack->n;
    if (n == 0)
        return;
    bb_buf_printf(out, "%s:\n\n", title);
    for (size_t i = 0; i < n && i < MAX_FRAMES; i++) {
        const struct bb_frame *frame = &stack->frames[i];
        bb_buf_printf(out, "    #%zu %s", i, *frame->name ? frame->name : "??");
        if (*frame->file)
            bb_buf_printf(out, "  %s:%" PRIu32, frame->file, frame->line);
        bb_buf_append_byte(out, '\n');
    }
    bb_buf_append_byte(out, '\n');
}

/* Indented, so that whatever is in it stays as it is. */
static void put_verbatim(struct bb_buf *out, const char *text)
{
    struct bb_bytes rest = bb_bytes_str(text), line;
    while (bb_bytes_take_line(&rest, &line)) {
        bb_buf_append_str(out, "    ");
        bb_buf_append(out, line);
        bb_buf_append_byte(out, '\n');
    }
    bb_buf_append_byte(out, '\n');
}

static void put_summary(struct bb_buf *out, const struct bb_finding *finding)
{
    const struct bb_report *report = &finding->report;
    char first[BB_TIME_TEXT_SIZE];
    bb_buf_printf(out, "# %s %s: ", finding->parser, finding->version);
    put_line(out, *report->crash_type ? report->crash_type : "a crash");
    if (report->n_state)
        bb_buf_printf(out, " in `%s`", report->crash_state[0]);
    bb_buf_printf(out,
                  "\n\n| | |\n|---|---|\n| parser | %s %s (%s) |\n| found | %.10s, by fuzzing (%s) "
                  "|\n"
                  "| reproduces | %u of %u runs |\n",
                  finding->parser, finding->version, finding->variant,
                  bb_time_format((time_t)finding->first_seen, first), finding->engines,
                  finding->runs_crashed, finding->runs);
    if (*report->severity_reason)
        bb_buf_printf(out, "| severity | %s: %s |\n", bb_severity_text(report->severity),
                      report->severity_reason);
    bb_buf_printf(out, "| input | %" PRIu64 " bytes%s |\n\n",
                  *finding->input_min ? finding->min_bytes : finding->input_bytes,
                  *finding->input_min ? ", minimized" : "");
}

static void put_input(struct bb_buf *out, const struct bb_finding *finding, const char *dump)
{
    bb_buf_append_str(out, "## The input\n\n");
    if (*finding->explanation)
        put_verbatim(out, finding->explanation);
    put_verbatim(out, dump);
}

bool bb_export_markdown(const struct bb_finding *finding, const char *dump, struct bb_buf *out)
{
    const struct bb_report *report = &finding->report;
    put_summary(out, finding);
    bb_buf_append_str(out, "## Where\n\n");
    put_stack(out, "Stack", &report->frames);
    put_stack(out, "Freed at", &report->freed_at);
    put_stack(out, "Allocated at", &report->allocated_at);
    put_stack(out, "The value comes from", &report->origin);
    put_input(out, finding, dump);
    bb_buf_printf(out,
                  "## To reproduce\n\n`input` has the bytes; `reproducer.c` has them as an array "
                  "and "
                  "hands them to the parser\nthrough Brickbat's fuzz target `%s`, which says what "
                  "is called and what is replaced around it:\n\n"
                  "    cmake -S . -B build -DBRICKBAT=<checkout of Brickbat>\n"
                  "    cmake --build build\n"
                  "    build/brickbat/targets/reproducer\n\n"
                  "What the sanitizer printed is in `stderr.txt`.\n",
                  finding->target);
    return bb_buf_status(out, NULL) == BB_OK;
}
