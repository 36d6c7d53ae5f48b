/** What is true of the demo company on purpose: one file a truth, with the clients that play it and the query that shows it. */
@NullMarked
package io.os199.cs.quickstart.demo.planted;

import org.jspecify.annotations.NullMarked;
