/** What we send to customers, and what colleagues still have to do. */
@NullMarked
package io.os199.cs.communication;

import org.jspecify.annotations.NullMarked;
