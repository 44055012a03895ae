/*
 * The groups of similar findings, over the whole store: a finding's group does not depend on which
 * others are listed.
 */
#ifndef BB_CLI_RELATIVES_H
#define BB_CLI_RELATIVES_H

#include "cli/cli.h"
#include "triage/store.h"

/* Empty when zeroed. */
struct bb_relatives {
    struct bb_arena arena;   /* of what follows */
    struct bb_finding *list; /* all findings, by id */
    size_t *leader;          /* of each, its place in the list */
    size_t n;
};

/* Reads the store. End with bb_relatives_end. */
BB_MUST_USE enum bb_status
bb_relatives_load(struct bb_store *store, struct bb_relatives *ret_relatives, struct bb_err *err);
void bb_relatives_end(struct bb_relatives *relatives);

/* The id of the finding that leads the group, which is the group's name; of a finding that came
 * into the store meanwhile, its own. */
const char *bb_relatives_group(const struct bb_relatives *relatives, const char *id);

/* "merged  into ID" or "merged  ID  75 %  heap-buffer-overflow READ 1 in f (a.c:1)" for each that
 * is merged into the finding; "similar  ID ..." for each other one of the group, the most alike
 * first.
 */
void bb_relatives_print(const struct bb_cli *cli, const struct bb_relatives *relatives,
                        const struct bb_finding *finding);

/* The finding with its "group"; NULL when memory is out. */
json_t *bb_relatives_json(const struct bb_relatives *relatives, const struct bb_finding *finding);

#endif
