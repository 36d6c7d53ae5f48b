/** Newsletters: their editions, their subscribers, and their results. */
@NullMarked
package io.os199.cs.communication.newsletter;

import org.jspecify.annotations.NullMarked;
