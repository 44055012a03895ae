/*
 * What gpsd says in JSON, read by another reader of JSON.
 */
#ifndef GPSD_JSON_H
#define GPSD_JSON_H

/* Oracles on a report, of one or several objects: each is JSON, no name is in it twice, and the
 * numbers are such as can be. */
void gpsd_json_check(const char *report);

#endif
