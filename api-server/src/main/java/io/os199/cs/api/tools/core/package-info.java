/** The core tools: one class each. */
@NullMarked
package io.os199.cs.api.tools.core;

import org.jspecify.annotations.NullMarked;
