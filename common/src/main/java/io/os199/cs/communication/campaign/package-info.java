/** Mails that a person sends to chosen customers: whom they reach and what results they have. */
@NullMarked
package io.os199.cs.communication.campaign;

import org.jspecify.annotations.NullMarked;
