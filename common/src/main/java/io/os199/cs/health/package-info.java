/** The health of clients: the score, its reasons, and what follows from it. */
@NullMarked
package io.os199.cs.health;

import org.jspecify.annotations.NullMarked;
