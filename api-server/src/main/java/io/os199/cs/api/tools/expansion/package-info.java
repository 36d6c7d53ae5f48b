/** The tools on expansion and renewals. */
@NullMarked
package io.os199.cs.api.tools.expansion;

import org.jspecify.annotations.NullMarked;
