/** The demo company: fictional clients with a consistent history of two years, the same for the same seed. */
@NullMarked
package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.NullMarked;
