package io.os199.cs.core.model;

import java.util.EnumSet;
import java.util.Set;

/** The stage that a client has reached in its life with us. */
public enum LifecycleStage {
    ONBOARDING,
    ADOPTION,
    ACTIVE,
    EXPANSION,
    RENEWAL,
    AT_RISK,
    CHURNED;

    /** Returns the stages to which a client may be moved from here. */
    public Set<LifecycleStage> successors() {
        return switch (this) {
            case ONBOARDING -> EnumSet.of(ADOPTION, AT_RISK, CHURNED);
            case ADOPTION -> EnumSet.of(ACTIVE, RENEWAL, AT_RISK, CHURNED);
            case ACTIVE -> EnumSet.of(EXPANSION, RENEWAL, AT_RISK, CHURNED);
            case EXPANSION -> EnumSet.of(ACTIVE, RENEWAL, AT_RISK, CHURNED);
            case RENEWAL -> EnumSet.of(ACTIVE, EXPANSION, AT_RISK, CHURNED);
            case AT_RISK -> EnumSet.of(ADOPTION, ACTIVE, RENEWAL, CHURNED);
            case CHURNED -> EnumSet.of(ONBOARDING);
        };
    }
}
