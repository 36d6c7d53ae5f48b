/** Deliveries that external services send on their own: verified by their signature, kept once, and processed later. */
@NullMarked
package io.os199.cs.integration.webhook;

import org.jspecify.annotations.NullMarked;
