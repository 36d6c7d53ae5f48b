/** What is to be done in services outside: written by the features with the change that causes it, delivered by the worker. */
@NullMarked
package io.os199.cs.integration.outbox;

import org.jspecify.annotations.NullMarked;
