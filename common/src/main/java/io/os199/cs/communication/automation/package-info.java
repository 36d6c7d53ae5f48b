/** What is sent or done by itself when something happens to a client: the rules, their occurrences, and what becomes of each. */
@NullMarked
package io.os199.cs.communication.automation;

import org.jspecify.annotations.NullMarked;
