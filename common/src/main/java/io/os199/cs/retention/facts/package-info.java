/** What of a client bears on whether it stays, as of a day: read by one statement, whoever judges it. */
@NullMarked
package io.os199.cs.retention.facts;

import org.jspecify.annotations.NullMarked;
