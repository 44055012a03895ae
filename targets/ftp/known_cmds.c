/*
 * inetutils' cmds.c, the client's commands, with faults mended (inetutils-config/attribute.h):
 *
 * - mls and mdir open a file with a mode that is one letter without an end. Here it has one.
 * - mget takes a name that a server gives for one that the user typed, and "|" in front of it for a
 *   program to be started. Here it is a file whose name begins with "_".
 */
#include "client_known.h"

#define BB_KNOWN_CMDS 1
#include "cmds.c"
