/** Insights: feedback on which product decides. */
@NullMarked
package io.os199.cs.feedback.insight;

import org.jspecify.annotations.NullMarked;
