/** SendGrid: takes mail, and reports what happens to it and which addresses it no longer mails. */
@NullMarked
package io.os199.cs.integration.sendgrid;

import org.jspecify.annotations.NullMarked;
