/** Communities of customers: who is in them, what is said there, and how alive they are. */
@NullMarked
package io.os199.cs.communication.community;

import org.jspecify.annotations.NullMarked;
