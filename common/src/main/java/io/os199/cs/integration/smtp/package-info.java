/** Mail servers as a provider of mail. */
@NullMarked
package io.os199.cs.integration.smtp;

import org.jspecify.annotations.NullMarked;
