package io.os199.cs.integration.smtp;

import io.os199.cs.communication.delivery.DeliveryOutcome;
import io.os199.cs.communication.delivery.MailProvider;
import io.os199.cs.communication.delivery.OutgoingMail;
import io.os199.cs.platform.config.SmtpConfig;
import io.os199.cs.platform.http.Endpoint;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.secrets.Secret;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;

import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail server (RFC 5321). It has a mail once it says so after the mail's last line; where the connection breaks
 * between the first line and that reply, it may have it. Whatever it says earlier is about a mail that it does not
 * have.
 */
public final class SmtpProvider implements MailProvider, AutoCloseable {
    private static final String NAME = "smtp";
    private static final int OK = 250;
    private static final int FIRST_REFUSAL = 400;
    private static final int LOGIN_REFUSED = 535;
    private static final int LOGIN_WANTED = 530;
    private static final int FIRST_PERMANENT = 500;
    private static final int TOO_LARGE = 552;
    private static final int IDLE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * A reply about the sender: by its enhanced status (RFC 3463, and Exchange's 5.7.60), or in the words of Exchange
     * or Postfix, not when quoted from others.
     */
    private static final Pattern ABOUT_SENDER =
            Pattern.compile(
                    "\\d{3}[ -](5\\.(1\\.[78]|7\\.60)\\b|5\\.2\\.\\d+ \\S*SendAsDenied"
                            + "|([\\d.]+ )?<[^>]*>: Sender address rejected)");

    /**
     * A reply of Amazon SES that names who of a mail is not verified: the sender or, as long as the account is in the
     * sandbox, those who get it.
     */
    private static final Pattern NOT_VERIFIED =
            Pattern.compile(
                    "554[ -]Message rejected: Email address is not verified\\. The following"
                            + " identities failed the check in region [^:]*:(?<identities>.*)",
                    Pattern.DOTALL);

    /** What stands between addresses, which may have names. */
    private static final Pattern BETWEEN_ADDRESSES = Pattern.compile("[\\s,<>\"]+");

    private final SmtpConfig config;
    private final Secret password;
    private final OutsideCalls calls;
    private final Clock clock;
    private final Session session;
    private final URI server;
    private final BlockingQueue<SMTPTransport> idle = new LinkedBlockingQueue<>(IDLE);

    public SmtpProvider(SmtpConfig config, Secret password, OutsideCalls calls, Clock clock) {
        this(config, password, calls, PATIENCE, clock);
    }

    /** Creates a provider with a different patience for each answer of the server. */
    SmtpProvider(
            SmtpConfig config,
            Secret password,
            OutsideCalls calls,
            Duration patience,
            Clock clock) {
        this.config = config;
        this.password = password;
        this.calls = calls;
        this.clock = clock;
        this.session = Session.getInstance(properties(config, patience));
        this.server = URI.create("smtp://" + config.host() + ":" + config.port());
    }

    private static Properties properties(SmtpConfig config, Duration patience) {
        Properties properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", "2000");
        properties.put("mail.smtp.timeout", Long.toString(patience.toMillis()));
        properties.put("mail.smtp.writetimeout", Long.toString(patience.toMillis()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        boolean startTls = config.security() == SmtpConfig.Security.STARTTLS;
        properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        properties.put(
                "mail.smtp.ssl.enable",
                Boolean.toString(config.security() == SmtpConfig.Security.TLS));
        properties.put("mail.smtp.auth", Boolean.toString(!config.user().isEmpty()));
        return properties;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The outcome and the server's last reply code. */
    private record Came(int code, DeliveryOutcome outcome) {}

    /** Thrown when the connection broke; the outcome says whether the mail may have got through. */
    private static final class BrokenException extends IOException {
        private static final long serialVersionUID = 1;
        private final transient DeliveryOutcome outcome;

        BrokenException(DeliveryOutcome outcome, Throwable cause) {
            super("the connection to the mail server broke", cause);
            this.outcome = outcome;
        }
    }

    @Override
    public DeliveryOutcome send(OutgoingMail mail) {
        Letterpress message;
        try {
            message = Letterpress.of(session, mail, clock.instant());
        } catch (MessagingException e) {
            return new DeliveryOutcome.Invalid("invalid_address");
        }
        try {
            return measured("message", () -> handOver(message)).outcome();
        } catch (BrokenException e) {
            return e.outcome;
        }
    }

    @Override
    public boolean isUsable() {
        try {
            return measured(
                                    "login",
                                    () -> {
                                        try {
                                            giveBack(connected());
                                            return new Came(OK, new DeliveryOutcome.Accepted(null));
                                        } catch (MessagingException e) {
                                            return failed(e, false, "");
                                        }
                                    })
                            .outcome()
                    instanceof DeliveryOutcome.Accepted;
        } catch (BrokenException e) {
            return false;
        }
    }

    private Came measured(String what, OutsideCalls.Exchange<Came, BrokenException> exchange)
            throws BrokenException {
        return calls.call(new Endpoint(NAME, "SMTP", what), server, Came::code, exchange);
    }

    private Came handOver(Letterpress message) throws BrokenException {
        SMTPTransport transport = null;
        try {
            transport = connected();
            transport.sendMessage(message, message.getAllRecipients());
            giveBack(transport);
            return new Came(OK, new DeliveryOutcome.Accepted(message.id()));
        } catch (MessagingException e) {
            // After a refusal the dialogue could go on; a new connection is as good, and always
            // right.
            close(transport);
            return failed(e, message.hasLeft(), message.sender());
        }
    }

    private static Came failed(MessagingException failure, boolean hasLeft, String sender)
            throws BrokenException {
        if (failure instanceof AuthenticationFailedException) {
            return new Came(LOGIN_REFUSED, new DeliveryOutcome.Unauthorized("login_refused"));
        }
        Optional<Integer> code = code(failure);
        if (code.isPresent()) {
            return refused(code.get(), isAboutSender(failure, sender));
        }
        boolean mayHaveIt = hasLeft && !(failure instanceof MailConnectException);
        throw new BrokenException(
                mayHaveIt
                        ? new DeliveryOutcome.Uncertain("connection_broken")
                        : new DeliveryOutcome.RefusedForNow("no_connection", null),
                cause(failure));
    }

    private static Came refused(int code, boolean isAboutSender) {
        String reason = "smtp_" + code;
        boolean isSenderRefused = isAboutSender && code >= FIRST_PERMANENT;
        if (code == LOGIN_WANTED || code == LOGIN_REFUSED || isSenderRefused) {
            return new Came(code, new DeliveryOutcome.Unauthorized(reason));
        }
        return new Came(
                code,
                code < FIRST_PERMANENT
                        ? new DeliveryOutcome.RefusedForNow(reason, null)
                        : new DeliveryOutcome.Invalid(reason));
    }

    /**
     * Whether the server refuses whom the mail is from, as it then would of every other mail of the campaign. Many
     * servers say so only after they know who gets it.
     */
    private static boolean isAboutSender(MessagingException failure, String sender) {
        Exception next = failure;
        while (next != null) {
            boolean isAboutSender =
                    switch (next) {
                        case SMTPSendFailedException e ->
                                isAnswerToSender(e)
                                        || ABOUT_SENDER.matcher(text(e)).lookingAt()
                                        || isNotVerified(text(e), sender);
                        case SMTPAddressFailedException e ->
                                ABOUT_SENDER.matcher(text(e)).lookingAt();
                        default -> false;
                    };
            if (isAboutSender) {
                return true;
            }
            next = next instanceof MessagingException e ? e.getNextException() : null;
        }
        return false;
    }

    private static boolean isAnswerToSender(SMTPSendFailedException refusal) {
        return refusal.getCommand().startsWith("MAIL FROM") && refusal.getReturnCode() != TOO_LARGE;
    }

    /** Whether the sender, or its domain, is among those whom Amazon SES names; others may be as well. */
    private static boolean isNotVerified(String text, String sender) {
        Matcher named = NOT_VERIFIED.matcher(text);
        String domain = sender.substring(sender.indexOf('@') + 1);
        return named.lookingAt()
                && BETWEEN_ADDRESSES
                        .splitAsStream(named.group("identities"))
                        .anyMatch(
                                each ->
                                        each.equalsIgnoreCase(sender)
                                                || each.equalsIgnoreCase(domain));
    }

    private static String text(MessagingException refusal) {
        return Objects.requireNonNullElse(refusal.getMessage(), "");
    }

    /** Returns the server's reply code; of several codes about one mail, the one about its recipient. */
    private static Optional<Integer> code(MessagingException failure) {
        Optional<Integer> code = Optional.empty();
        Exception next = failure;
        while (next != null) {
            int said =
                    switch (next) {
                        case SMTPAddressFailedException e -> e.getReturnCode();
                        case SMTPSenderFailedException e -> e.getReturnCode();
                        case SMTPSendFailedException e -> e.getReturnCode();
                        default -> -1;
                    };
            if (said >= FIRST_REFUSAL) {
                code = Optional.of(said);
            }
            next = next instanceof MessagingException e ? e.getNextException() : null;
        }
        return code;
    }

    /** Returns the cause for the metric, in which timeouts are distinguished from other breaks. */
    private static Throwable cause(MessagingException failure) {
        Throwable cause = failure.getCause();
        return cause instanceof SocketTimeoutException && !(failure instanceof MailConnectException)
                ? new InterruptedIOException("the mail server did not answer in time")
                : failure;
    }

    private SMTPTransport connected() throws MessagingException {
        SMTPTransport kept = idle.poll();
        if (kept != null) {
            if (kept.isConnected()) {
                return kept;
            }
            close(kept);
        }
        SMTPTransport transport = new SMTPTransport(session, null);
        boolean logsIn = !config.user().isEmpty();
        transport.connect(
                config.host(),
                config.port(),
                logsIn ? config.user() : null,
                logsIn ? password.value() : null);
        return transport;
    }

    private void giveBack(SMTPTransport transport) {
        if (!idle.offer(transport)) {
            close(transport);
        }
    }

    private static void close(@Nullable SMTPTransport transport) {
        if (transport != null) {
            try {
                transport.close();
            } catch (MessagingException e) {
                // It is closed all the same.
                return;
            }
        }
    }

    @Override
    public void close() {
        for (SMTPTransport each = idle.poll(); each != null; each = idle.poll()) {
            close(each);
        }
    }
}
