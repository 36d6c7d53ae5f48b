/** Decides which agent takes which ticket: by skill, load and what is promised. */
@NullMarked
package io.os199.cs.support.routing;

import org.jspecify.annotations.NullMarked;
