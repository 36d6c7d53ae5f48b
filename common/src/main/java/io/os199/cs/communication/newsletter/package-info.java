/** Newsletters: their editions, who subscribes to them, and how they did. */
@NullMarked
package io.os199.cs.communication.newsletter;

import org.jspecify.annotations.NullMarked;
