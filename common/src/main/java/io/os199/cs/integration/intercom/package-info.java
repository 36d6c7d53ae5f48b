/** Intercom: conversations as tickets, and messages in the product. */
@NullMarked
package io.os199.cs.integration.intercom;

import org.jspecify.annotations.NullMarked;
