/**
 * The facts about a client that bear on whether it stays, as of a day, read by one statement for every judge of them.
 */
@NullMarked
package io.os199.cs.retention.facts;

import org.jspecify.annotations.NullMarked;
