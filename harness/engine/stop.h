/*
 * How a target program ends when brickbat itself found something wrong.
 */
#ifndef BB_ENGINE_STOP_H
#define BB_ENGINE_STOP_H

/* Exit codes of the replay driver. A sanitizer's report is 77 (sanitizer.c). */
enum {
    BB_STOP_CANNOT_READ = 2,
    BB_STOP_TIMEOUT = 70,
    BB_STOP_MEMORY = 71,
    BB_STOP_ORACLE = 72,
    BB_STOP_DENIAL = 73, /* of service */
    BB_STOP_SANITIZER = 77,
};

/* Prints the stack on standard error and ends the process: with this exit code in the replay
 * driver, with SIGABRT under a fuzzing engine, which saves the input. The reason was printed
 * before. Called from signal handlers, too. */
_Noreturn void bb_engine_stop(int exit_code);

/* The same where a stack was printed before. */
_Noreturn void bb_engine_stop_quietly(int exit_code);

#endif
