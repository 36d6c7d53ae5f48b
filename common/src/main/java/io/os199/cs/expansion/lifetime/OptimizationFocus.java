package io.os199.cs.expansion.lifetime;

/** The levers that are considered. */
public enum OptimizationFocus {
    RETENTION,
    EXPANSION,
    EFFICIENCY,
    BALANCED;

    boolean has(LifetimeLever lever) {
        return this == BALANCED || this == focus(lever);
    }

    private static OptimizationFocus focus(LifetimeLever lever) {
        return switch (lever) {
            case IMPROVE_RETENTION, TERM_COMMITMENT -> RETENTION;
            case INCREASE_EXPANSION -> EXPANSION;
            case REDUCE_COST_TO_SERVE -> EFFICIENCY;
        };
    }

    /** Whether it depends on what could be sold. */
    boolean needsFindings() {
        return has(LifetimeLever.INCREASE_EXPANSION) || has(LifetimeLever.TERM_COMMITMENT);
    }
}
