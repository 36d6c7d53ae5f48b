/** The tools on retention and risk. */
@NullMarked
package io.os199.cs.api.tools.retention;

import org.jspecify.annotations.NullMarked;
