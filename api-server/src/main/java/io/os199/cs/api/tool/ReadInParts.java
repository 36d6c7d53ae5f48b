package io.os199.cs.api.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Objects of this parameter are read although a field of theirs cannot be: it is reported, and absent from the record
 * that {@link Tool#faults} is given, so that what is wrong with the other fields is said at once. The tool looks only at
 * fields that are not among the unread.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ReadInParts {}
