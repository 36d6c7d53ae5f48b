package io.os199.cs.api.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values of the parameter {@code action} that use this parameter. Sending it with another action is a fault, so
 * that no one believes a filter was applied that was not.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Actions {
    String[] value();

    /** The actions among them that require it. */
    String[] requiredBy() default {};

    /** Where a caller has the value from; empty where its type says enough. */
    String from() default "";
}
