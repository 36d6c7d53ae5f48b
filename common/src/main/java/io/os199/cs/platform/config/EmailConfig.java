package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonIgnore;

import io.dropwizard.validation.ValidationMethod;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How mail reaches customers.
 *
 * @param provider who delivers the mail; with none, mails are kept as drafts
 * @param publicUrl the address of the API as readers of mails reach it, without a path; unsubscribe links begin with
 *     it
 * @param unsubscribeKey signs these links, which work as long as it stays the same
 * @param senders the possible senders of mails; the first is the default
 * @param locale of dates in texts, as a language tag
 * @param ratePerSecond mails sent per second, over all workers
 * @param deliveryGuarantee what happens to a message when it is unknown whether the provider has it
 * @param maxRecipients of one campaign
 * @param testRecipients the only addresses that get tests of newsletters
 */
public record EmailConfig(
        @NotNull Provider provider,
        @NotNull String publicUrl,
        @NotNull String unsubscribeKey,
        @Valid @NotEmpty List<Sender> senders,
        @NotNull Locale locale,
        @Min(1) @Max(1_000) int ratePerSecond,
        @NotNull Guarantee deliveryGuarantee,
        @Min(1) @Max(1_000_000) int maxRecipients,
        @NotNull @Size(max = 20) List<@Email @NotBlank String> testRecipients,
        @Valid @NotNull SmtpConfig smtp) {
    public EmailConfig {
        provider = Objects.requireNonNullElse(provider, Provider.NONE);
        publicUrl = text(publicUrl).replaceAll("/+$", "");
        unsubscribeKey = text(unsubscribeKey);
        ratePerSecond = ratePerSecond == 0 ? 10 : ratePerSecond;
        deliveryGuarantee = Objects.requireNonNullElse(deliveryGuarantee, Guarantee.AT_MOST_ONCE);
        maxRecipients = maxRecipients == 0 ? 100_000 : maxRecipients;
        testRecipients = testRecipients == null ? List.of() : List.copyOf(testRecipients);
        smtp = Objects.requireNonNullElseGet(smtp, SmtpConfig::none);
    }

    /** The service that delivers mail. */
    public enum Provider {
        NONE,
        SMTP,
        SENDGRID
    }

    /** Whether a reader gets a message at most once or at least once when a worker dies while sending it. */
    public enum Guarantee {
        AT_MOST_ONCE,
        AT_LEAST_ONCE
    }

    /**
     * A sender of mails.
     *
     * @param name as people read it
     */
    public record Sender(
            @NotNull @Email String address, @NotNull @Size(min = 1, max = 200) String name) {}

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    static EmailConfig usual() {
        return new EmailConfig(
                Provider.NONE,
                "",
                "",
                List.of(new Sender("customer-success@localhost", "Customer success")),
                Locale.UK,
                0,
                Guarantee.AT_MOST_ONCE,
                0,
                List.of(),
                SmtpConfig.none());
    }

    @JsonIgnore
    @ValidationMethod(
            message =
                    "email: with a provider, publicUrl (CS_PUBLIC_URL) has to be the address at"
                        + " which readers of mails reach the API, as https://cs.example.com (http"
                        + " only for a loopback host)")
    public boolean isPublicUrlNamed() {
        return provider == Provider.NONE || WebAddress.isSafe(publicUrl);
    }

    @JsonIgnore
    @ValidationMethod(
            message =
                    "email: with a provider, unsubscribeKey (CS_UNSUBSCRIBE_KEY) has to be a secret"
                            + " of at least 16 bytes, or say where it is kept, the same on all"
                            + " processes; links in mails that were sent end when it changes")
    public boolean isUnsubscribeKeyThere() {
        return provider == Provider.NONE || !unsubscribeKey.isEmpty();
    }

    @JsonIgnore
    @ValidationMethod(message = "email: provider smtp needs smtp.host (CS_SMTP_HOST)")
    public boolean isSmtpHostNamed() {
        return provider != Provider.SMTP || !smtp.host().isEmpty();
    }
}
