/** SendGrid: takes mail, tells what becomes of it, and which addresses it mails no more. */
@NullMarked
package io.os199.cs.integration.sendgrid;

import org.jspecify.annotations.NullMarked;
