/** Zendesk Support: reads tickets, what was said about them and by whom, and reports our changes. */
@NullMarked
package io.os199.cs.integration.zendesk;

import org.jspecify.annotations.NullMarked;
