package io.os199.cs.assembly;

import io.os199.cs.communication.delivery.MailDelivery;
import io.os199.cs.communication.delivery.MailProvider;
import io.os199.cs.communication.delivery.Unsubscribing;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.integration.sendgrid.SendGrid;
import io.os199.cs.integration.smtp.SmtpProvider;
import io.os199.cs.platform.config.EmailConfig;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.platform.secrets.Secret;

import java.util.Optional;

/** The mail setup as configured: who delivers mail, and the links by which readers unsubscribe. */
public final class Mailing {
    private Mailing() {}

    /**
     * Returns the links in mails; empty where no key is configured. Without a provider they still work in mails that
     * were already sent.
     *
     * @throws IllegalArgumentException if the key cannot be obtained or is too short
     */
    public static Optional<Unsubscribing> unsubscribing(Platform platform, EmailConfig email) {
        Secret key =
                platform.secrets()
                        .secret(
                                "email.unsubscribeKey",
                                email.unsubscribeKey(),
                                Sealer.SHORTEST_KEY);
        return key.value().isEmpty()
                ? Optional.empty()
                : Optional.of(new Unsubscribing(email.publicUrl(), new Sealer(key.value())));
    }

    /**
     * Returns delivery through the configured provider; empty where there is none.
     *
     * @param sendGrid present where it is on
     */
    public static Optional<MailDelivery> delivery(
            Platform platform,
            ServiceConfiguration configuration,
            ClientAnswers answers,
            Optional<SendGrid> sendGrid) {
        EmailConfig email = configuration.email();
        return provider(platform, email, sendGrid)
                .map(
                        provider ->
                                MailDelivery.of(
                                        platform.database(),
                                        provider,
                                        unsubscribing(platform, email).orElseThrow(),
                                        Features.settings(email),
                                        platform.buckets(),
                                        answers,
                                        platform.clock()));
    }

    private static Optional<MailProvider> provider(
            Platform platform, EmailConfig email, Optional<SendGrid> sendGrid) {
        return switch (email.provider()) {
            case NONE -> Optional.empty();
            case SMTP ->
                    Optional.of(
                            new SmtpProvider(
                                    email.smtp(),
                                    platform.secrets()
                                            .secret("email.smtp.password", email.smtp().password()),
                                    platform.calls(),
                                    platform.clock()));
            case SENDGRID -> Optional.of(sendGrid.orElseThrow().provider());
        };
    }
}
