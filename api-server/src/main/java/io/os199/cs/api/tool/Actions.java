package io.os199.cs.api.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values of the parameter {@code action} that use this parameter. Sent with another action it
 * is a fault, so that no filter seems to have been applied.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Actions {
    String[] value();

    /** Those of them that need it. */
    String[] requiredBy() default {};
}
