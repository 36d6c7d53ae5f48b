package io.os199.cs.api.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter whose objects are read even if one of their fields cannot be: that field is reported, and is
 * absent from the record passed to {@link Tool#faults}, so that faults of the other fields are reported at once. The
 * tool looks only at fields that are not among the unread ones.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ReadInParts {}
