/** The churn model: its features, its result for a client, how it learns and how well it has learned. */
@NullMarked
package io.os199.cs.retention.churn;

import org.jspecify.annotations.NullMarked;
