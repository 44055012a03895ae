#include "cli/registry.h"

enum bb_status bb_registry_load_any(struct bb_targets *ret_targets, struct bb_err *err)
{
    static const char *const presets[] = {"libfuzzer", "replay", "afl", "replay-gcc", "coverage"};
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++) {
        enum bb_status status = bb_targets_load(presets[i], ret_targets, err);
        if (status != BB_NOT_FOUND)
            return status;
    }
    return BB_FAIL(err, BB_NOT_FOUND, "no target is configured yet; 'brickbat build' does it");
}
