/** Campaigns: what is done, by whom and when, so that a client stays, and what came of it. */
@NullMarked
package io.os199.cs.retention.campaign;

import org.jspecify.annotations.NullMarked;
