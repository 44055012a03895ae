/*
 * The oracles (BB_ORACLE, brickbat/target.h) of the program.
 */
#ifndef BB_ENGINE_ORACLE_H
#define BB_ENGINE_ORACLE_H

#include <brickbat/target.h>

/* Calls see for every oracle in the program, evaluated or not. */
void bb_oracle_each(void (*see)(const struct bb_oracle *oracle));

#endif
