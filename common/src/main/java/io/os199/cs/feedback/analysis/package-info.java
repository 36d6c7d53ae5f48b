/** What customers say in a period, and how they feel. */
@NullMarked
package io.os199.cs.feedback.analysis;

import org.jspecify.annotations.NullMarked;
