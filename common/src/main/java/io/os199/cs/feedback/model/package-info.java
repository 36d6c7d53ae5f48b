/** What feedback is, and where it goes: pure rules. */
@NullMarked
package io.os199.cs.feedback.model;

import org.jspecify.annotations.NullMarked;
