/** The demo company: fictional clients with two years of history that hangs together, the same for the same seed. */
@NullMarked
package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.NullMarked;
