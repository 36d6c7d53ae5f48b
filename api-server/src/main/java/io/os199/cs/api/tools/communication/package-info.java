/** The tools for communication and engagement. */
@NullMarked
package io.os199.cs.api.tools.communication;

import org.jspecify.annotations.NullMarked;
