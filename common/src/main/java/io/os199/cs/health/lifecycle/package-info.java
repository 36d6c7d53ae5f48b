/** The stages of the clients' lifecycle: the rules that move clients, which clients are stuck, and moves by hand. */
@NullMarked
package io.os199.cs.health.lifecycle;

import org.jspecify.annotations.NullMarked;
