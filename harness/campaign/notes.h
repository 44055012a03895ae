/*
 * How a campaign tells its caller, in a sentence, what happened: only cli/ prints.
 */
#ifndef BB_CAMPAIGN_NOTES_H
#define BB_CAMPAIGN_NOTES_H

struct bb_notes {
    void (*take)(void *user, const char *words);
    void *user;
};

/* Cut at 1 kB. */
void bb_note(const struct bb_notes *notes, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
