/*
 * Findings that may be one bug, in groups (similar.h says what is alike).
 *
 * A group is led by its oldest finding. From the oldest finding to the newest, each joins the
 * leader that it is most like, if it is alike enough, or else leads a group of its own. So no chain
 * of small differences joins what is not alike, groups do not depend on the order in which findings
 * are listed, and a new finding changes no group but the one that it joins.
 *
 * What the user says stands above that: a finding that is kept alone neither joins nor leads, and
 * one that is merged into another is in that one's group.
 *
 * Only findings of one parser are alike, which several targets may share; where no parser is named,
 * those of one target.
 */
#ifndef BB_TRIAGE_GROUPS_H
#define BB_TRIAGE_GROUPS_H

#include "triage/finding.h"

/* ret_leader has room for n: for each finding, the place in the list of the one that leads its
 * group, which may be its own. BB_NO_MEMORY. */
BB_MUST_USE enum bb_status bb_groups_find(const struct bb_finding *list, size_t n,
                                          size_t *ret_leader, struct bb_err *err);

/* From 0 to 1; 0 if they are of different parsers. */
double bb_findings_similarity(const struct bb_finding *a, const struct bb_finding *b);

#endif
