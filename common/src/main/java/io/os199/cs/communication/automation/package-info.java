/**
 * What is sent or done automatically when something happens to a client: the automations, their occurrences, and the
 * result of each.
 */
@NullMarked
package io.os199.cs.communication.automation;

import org.jspecify.annotations.NullMarked;
