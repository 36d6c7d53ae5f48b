/** Support: escalations and what was promised to the customers concerned. */
@NullMarked
package io.os199.cs.support;

import org.jspecify.annotations.NullMarked;
