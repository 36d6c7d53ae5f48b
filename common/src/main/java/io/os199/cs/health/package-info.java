/** How healthy a client is: the score, its reasons, and what it leaves behind. */
@NullMarked
package io.os199.cs.health;

import org.jspecify.annotations.NullMarked;
