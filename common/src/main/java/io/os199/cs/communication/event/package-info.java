/** What became of mail that a provider took, as it tells us later: late, twice, and in any order. */
@NullMarked
package io.os199.cs.communication.event;

import org.jspecify.annotations.NullMarked;
