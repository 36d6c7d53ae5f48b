/**
 * What is to be done in external services: written by the features together with the change that causes it, delivered
 * by the worker.
 */
@NullMarked
package io.os199.cs.integration.outbox;

import org.jspecify.annotations.NullMarked;
