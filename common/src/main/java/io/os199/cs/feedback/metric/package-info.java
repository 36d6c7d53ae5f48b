/** One metric over time, with its uncertainty: for a client, for groups of clients and for all. */
@NullMarked
package io.os199.cs.feedback.metric;

import org.jspecify.annotations.NullMarked;
