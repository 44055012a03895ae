/*
 * What gpsd says in NMEA 0183.
 */
#ifndef GPSD_SENTENCE_H
#define GPSD_SENTENCE_H

/* Oracles on a report, of any number of sentences: each begins, ends and has a checksum as
 * IEC 61162-1 says. */
void gpsd_sentence_check(const char *report);

#endif
