/** What the users of customers do in the product: events as they come, and the rollups that reads use. */
@NullMarked
package io.os199.cs.usage;

import org.jspecify.annotations.NullMarked;
