package io.os199.cs.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.validation.Validation;
import jakarta.validation.Validator;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** The outside services as {@code config.yml} defines them. */
class IntegrationsConfigTest {
    private static final ObjectMapper MAPPER = ConfigurationMapper.create();
    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    @Test
    void everythingIsOffAndNeedsNothingUntilItIsEnabled() {
        IntegrationsConfig config = read("{}");
        assertThat(config).isEqualTo(IntegrationsConfig.none());
        assertThat(config.missing()).isEmpty();
        assertThat(VALIDATOR.validate(config)).isEmpty();
    }

    @Test
    void whatAnEnabledServiceLacksIsNamed() {
        IntegrationsConfig config =
                read(
                        """
                        {"zendesk": {"enabled": true, "email": "a@b.example", "apiToken": ""},
                         "sendgrid": {"enabled": true, "apiKey": "vault:secret/data/cs#key", "webhookPublicKey": "k"},
                         "mixpanel": {"enabled": false}}
                        """);
        assertThat(config.missing())
                .isEqualTo(
                        Map.of(
                                "zendesk",
                                List.of(
                                        "ZENDESK_SUBDOMAIN",
                                        "ZENDESK_API_TOKEN",
                                        "ZENDESK_WEBHOOK_SECRET"),
                                "sendgrid",
                                List.of("SENDGRID_FROM_EMAIL")));
    }

    @Test
    void hostNamesAreMadeOfNothingElse() {
        for (String subdomain : List.of("acme.evil", "acme/", "Acme", "a".repeat(64), "acme@x")) {
            assertThat(
                            VALIDATOR.validate(
                                    read("{\"zendesk\": {\"subdomain\": \"" + subdomain + "\"}}")))
                    .as(subdomain)
                    .hasSize(1)
                    .allMatch(each -> each.getMessage().startsWith("ZENDESK_SUBDOMAIN"));
        }
        assertThat(VALIDATOR.validate(read("{\"sendgrid\": {\"region\": \"us\"}}"))).hasSize(1);
        assertThat(VALIDATOR.validate(read("{\"intercom\": {\"region\": \"x.example\"}}")))
                .hasSize(1);
    }

    @Test
    void nothingSecretIsPrinted() {
        IntegrationsConfig config =
                read(
                        "{\"sendgrid\": {\"apiKey\": \"SG.hush\"}, \"intercom\": {\"accessToken\":"
                                + " \"hush\"}}");
        assertThat(config.toString()).doesNotContain("hush");
    }

    private static IntegrationsConfig read(String json) {
        try {
            return MAPPER.readValue(json, IntegrationsConfig.class);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
