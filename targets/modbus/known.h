/*
 * Faults of libmodbus 3.1.6 that are known and would stop every run: the oracle that sees one
 * passes over it and counts it instead, under the name known_<id> among the oracles (the replayer
 * prints the counts). README.md says what each one is.
 */
#ifndef BB_MODBUS_KNOWN_H
#define BB_MODBUS_KNOWN_H

#include <brickbat/target.h>

#define BB_MODBUS_KNOWN(id) BB_ORACLE(known_##id, 1, "")

#endif
