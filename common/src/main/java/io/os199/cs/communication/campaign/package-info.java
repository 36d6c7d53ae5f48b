/** Mails that a person sends to chosen customers: whom they reach, what becomes of them. */
@NullMarked
package io.os199.cs.communication.campaign;

import org.jspecify.annotations.NullMarked;
