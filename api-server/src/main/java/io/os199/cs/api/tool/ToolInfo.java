package io.os199.cs.api.tool;

import io.os199.cs.api.security.Scope;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The declaration of a tool. Safety-relevant elements have no default. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ToolInfo {
    /** The name on the wire, {@code snake_case}, at most 28 characters. */
    String name();

    /** The name that people read. */
    String title();

    /** At most three sentences: what it answers, and when to use a related tool instead. */
    String description();

    Effect effect();

    /** The scope without which no action of the tool may be called. */
    Scope scope();

    /** The seconds after which a call is stopped at the latest and answered with {@code timeout}. */
    int deadlineSeconds();

    /** Whether making the same call twice leaves the same state as once. */
    boolean idempotent();

    /** Whether every call is a job, so that none can be answered where only reading is allowed. */
    boolean alwaysJob() default false;

    /** Whether the call reaches systems other than ours. */
    boolean openWorld() default false;

    /** Whether it accepts mail texts, whose tokens its documentation lists. */
    boolean takesMailTexts() default false;
}
