package io.os199.cs.api.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The words that this parameter takes are not in the listed schema: who calls knows them, or is told them all by the refusal of another one. For
 * words that go without saying, in tools that would cost too much to list.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface UnlistedWords {}
