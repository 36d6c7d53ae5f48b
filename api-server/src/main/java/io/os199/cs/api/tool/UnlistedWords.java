package io.os199.cs.api.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Omits the words that this parameter takes from the listed schema: callers know them, or learn them all when another
 * word is refused. For words that go without saying, in tools where listing them would cost too much.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface UnlistedWords {}
