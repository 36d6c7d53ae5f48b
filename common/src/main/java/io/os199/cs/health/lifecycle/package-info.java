/** Where clients stand in their life with us: the rules that move them, who is stuck, and moves by hand. */
@NullMarked
package io.os199.cs.health.lifecycle;

import org.jspecify.annotations.NullMarked;
