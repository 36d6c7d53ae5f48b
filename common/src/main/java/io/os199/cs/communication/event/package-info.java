/** What happened to mail that a provider accepted, as it reports later: late, twice, and in any order. */
@NullMarked
package io.os199.cs.communication.event;

import org.jspecify.annotations.NullMarked;
