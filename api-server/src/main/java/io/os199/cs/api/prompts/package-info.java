/** The prompts: a customer success manager's week as texts that name the tools to call. */
@NullMarked
package io.os199.cs.api.prompts;

import org.jspecify.annotations.NullMarked;
