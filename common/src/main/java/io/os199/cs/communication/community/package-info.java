/** Communities of customers: their members, what is written there, and how alive they are. */
@NullMarked
package io.os199.cs.communication.community;

import org.jspecify.annotations.NullMarked;
