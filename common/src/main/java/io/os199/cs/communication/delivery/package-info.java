/**
 * Hands waiting mail to a provider. A message is handed over again if the provider certainly refused it, and one in doubt
 * only under {@code AT_LEAST_ONCE}.
 */
@NullMarked
package io.os199.cs.communication.delivery;

import org.jspecify.annotations.NullMarked;
