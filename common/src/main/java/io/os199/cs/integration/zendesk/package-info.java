/** Zendesk Support: tickets, what was said of them and by whom are read, and our changes are told. */
@NullMarked
package io.os199.cs.integration.zendesk;

import org.jspecify.annotations.NullMarked;
