/*
 * write-dictionaries FOLDER: writes <protocol>.dict for every linked grammar. Run by the build
 * target `dictionaries`; its results are under version control.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "grammar/dictionary.h"

enum { MAX_TEXT_BYTES = 16 << 20 };

static enum bb_status write_dictionary(const char *folder, const char *proto, struct bb_err *err)
{
    char name[256];
    char path[4096];
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    int stem = (int)(strlen(proto) - strlen(".proto"));
    snprintf(name, sizeof name, "%.*s.dict", stem, proto);
    if (!bb_path_join(path, sizeof path, folder, name))
        return BB_FAIL(err, BB_LIMIT, "%s: the path is too long", folder);
    enum bb_status status = bb_dictionary(proto, &text);
    if (status == BB_OK)
        status = bb_file_write(path, bb_buf_bytes(&text), err);
    else
        status = BB_FAIL(err, status, "%s: %s", proto, bb_status_text(status));
    bb_buf_free(&text);
    return status;
}

int main(int argc, char **argv)
{
    struct bb_err err = {0};
    if (argc != 2) {
        fprintf(stderr, "usage: write-dictionaries FOLDER\n");
        return EXIT_FAILURE;
    }
    for (size_t i = 0; bb_grammars[i]; i++) {
        if (write_dictionary(argv[1], bb_grammars[i]->proto, &err) != BB_OK) {
            fprintf(stderr, "write-dictionaries: %s\n", err.what);
            return EXIT_FAILURE;
        }
    }
    return EXIT_SUCCESS;
}
