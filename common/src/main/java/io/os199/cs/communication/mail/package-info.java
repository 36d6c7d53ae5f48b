/** Mail to customers: who is reached, what is written, and what waits to be handed over. */
@NullMarked
package io.os199.cs.communication.mail;

import org.jspecify.annotations.NullMarked;
