/** What services outside tell us by themselves: checked by its signature, kept once, and worked later. */
@NullMarked
package io.os199.cs.integration.webhook;

import org.jspecify.annotations.NullMarked;
