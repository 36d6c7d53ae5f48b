/** Hands waiting mail to a provider, each message at most once unless it was certainly refused. */
@NullMarked
package io.os199.cs.communication.delivery;

import org.jspecify.annotations.NullMarked;
