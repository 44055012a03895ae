# The sources of our own driver, beside those of every engine.
set(replay_sources
    dead_stack.c known.c leaks.c learned.c limits.c once.c replay.c serve.c stuck.c warm.c)
