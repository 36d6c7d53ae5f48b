/**
 * What is deliberately true of the demo company: one file per truth, with the clients that play it and the query that
 * shows it.
 */
@NullMarked
package io.os199.cs.quickstart.demo.planted;

import org.jspecify.annotations.NullMarked;
