package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

/**
 * A client's move from one stage of its life with us to another.
 *
 * @param actor the principal who moves it, or {@code rule:} and the id of the rule that does
 */
public record StageMove(
        String clientId,
        LifecycleStage from,
        LifecycleStage to,
        @Nullable String reason,
        String actor) {}
