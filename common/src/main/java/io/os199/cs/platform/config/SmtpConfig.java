package io.os199.cs.platform.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The mail server that accepts outgoing mail.
 *
 * @param host empty: there is none
 * @param user empty: it accepts mail without a login
 */
public record SmtpConfig(
        @NotNull String host,
        @Min(1) @Max(65_535) int port,
        @NotNull Security security,
        @NotNull String user,
        @NotNull String password) {
    private static final int SUBMISSION_PORT = 587;

    public SmtpConfig {
        host = text(host);
        port = port == 0 ? SUBMISSION_PORT : port;
        security = Objects.requireNonNullElse(security, Security.STARTTLS);
        user = text(user);
        password = password == null ? "" : password;
    }

    /** How the connection is encrypted; certificates are checked. */
    public enum Security {
        NONE,
        STARTTLS,
        TLS
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    static SmtpConfig none() {
        return new SmtpConfig("", SUBMISSION_PORT, Security.STARTTLS, "", "");
    }
}
