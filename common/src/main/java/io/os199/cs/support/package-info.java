/** Support: escalations and, with them, what was promised to customers in trouble. */
@NullMarked
package io.os199.cs.support;

import org.jspecify.annotations.NullMarked;
