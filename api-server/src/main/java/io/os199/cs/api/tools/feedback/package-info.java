/** The tools on feedback. */
@NullMarked
package io.os199.cs.api.tools.feedback;

import org.jspecify.annotations.NullMarked;
