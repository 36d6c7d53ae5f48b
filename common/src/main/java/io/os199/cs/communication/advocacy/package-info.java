/** The people of customers who speak for us: who they are, what they did, and who could be next. */
@NullMarked
package io.os199.cs.communication.advocacy;

import org.jspecify.annotations.NullMarked;
