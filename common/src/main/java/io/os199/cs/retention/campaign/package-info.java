/** Campaigns: what is done, by whom and when, to keep a client, and the outcome. */
@NullMarked
package io.os199.cs.retention.campaign;

import org.jspecify.annotations.NullMarked;
