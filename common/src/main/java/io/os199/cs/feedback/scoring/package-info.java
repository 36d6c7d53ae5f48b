/** What came in unread is read later. */
@NullMarked
package io.os199.cs.feedback.scoring;

import org.jspecify.annotations.NullMarked;
