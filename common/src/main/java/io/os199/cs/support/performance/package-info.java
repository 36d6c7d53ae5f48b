/** How support performs: volume, speed, promises kept, agents, ratings and what customers find on their own. */
@NullMarked
package io.os199.cs.support.performance;

import org.jspecify.annotations.NullMarked;
