#include "gpsd_sentence.h"

#include <brickbat/target.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The two digits behind the asterisk. */
static bool has_checksum(const char *sentence, size_t len)
{
    char expected[3];
    unsigned char sum = 0;
    for (size_t i = 1; i < len; i++)
        sum ^= (unsigned char)sentence[i];
    snprintf(expected, sizeof expected, "%02X", sum);
    return strncmp(sentence + len, "*", 1) == 0 && strncmp(sentence + len + 1, expected, 2) == 0;
}

void gpsd_sentence_check(const char *report)
{
    while (*report) {
        size_t len = strcspn(report, "*\r\n");
        BB_ORACLE(gpsd_sentence_begins, *report == '$' || *report == '!',
                  "a sentence does not begin as one");
        BB_ORACLE(gpsd_sentence_sum, has_checksum(report, len),
                  "a sentence does not have its checksum");
        BB_ORACLE(gpsd_sentence_ends, strncmp(report + len + 3, "\r\n", 2) == 0,
                  "a sentence does not end its line");
        report += len + 5;
    }
}
