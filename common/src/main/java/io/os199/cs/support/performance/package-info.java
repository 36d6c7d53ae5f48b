/** How support does: volume, speed, promises kept, agents, ratings and what customers find by themselves. */
@NullMarked
package io.os199.cs.support.performance;

import org.jspecify.annotations.NullMarked;
