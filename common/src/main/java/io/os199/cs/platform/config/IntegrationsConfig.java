package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonIgnore;

import io.dropwizard.validation.ValidationMethod;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The external services, each off until it is enabled. A secret among these values may be a reference to where it is
 * kept; what is left out is empty.
 */
public record IntegrationsConfig(
        @Valid @NotNull Zendesk zendesk,
        @Valid @NotNull Intercom intercom,
        @Valid @NotNull Mixpanel mixpanel,
        @Valid @NotNull SendGrid sendgrid) {

    public IntegrationsConfig {
        zendesk = zendesk == null ? Zendesk.off() : zendesk;
        intercom = intercom == null ? Intercom.off() : intercom;
        mixpanel = mixpanel == null ? Mixpanel.off() : mixpanel;
        sendgrid = sendgrid == null ? SendGrid.off() : sendgrid;
    }

    static IntegrationsConfig none() {
        return new IntegrationsConfig(
                Zendesk.off(), Intercom.off(), Mixpanel.off(), SendGrid.off());
    }

    /** For each enabled service, the required variables that are empty. */
    @JsonIgnore
    public Map<String, List<String>> missing() {
        Map<String, List<String>> missing = new TreeMap<>();
        missing.put("zendesk", zendesk.enabled() ? zendesk.missing() : List.of());
        missing.put("intercom", intercom.enabled() ? intercom.missing() : List.of());
        missing.put("mixpanel", mixpanel.enabled() ? mixpanel.missing() : List.of());
        missing.put("sendgrid", sendgrid.enabled() ? sendgrid.missing() : List.of());
        missing.values().removeIf(List::isEmpty);
        return missing;
    }

    private static String text(String value) {
        return Objects.requireNonNullElse(value, "");
    }

    private static String usual(String value, String usual) {
        return text(value).isEmpty() ? usual : value;
    }

    /** @param named variables, each followed by its value */
    private static List<String> empty(String... named) {
        List<String> empty = new ArrayList<>();
        for (int i = 0; i < named.length; i += 2) {
            if (named[i + 1].isEmpty()) {
                empty.add(named[i]);
            }
        }
        return empty;
    }

    /**
     * Zendesk Support.
     *
     * @param subdomain of {@code zendesk.com}
     * @param webhookSecretNext valid alongside the other while one replaces it
     * @param since the day from which tickets are read, as {@code 2026-01-31}; empty for a year before the first run
     * @param pushLocalTickets whether tickets that are opened here are sent to it
     * @param categoryField the id of the ticket field that says what a ticket is about; empty for none
     * @param categories our category for each value of that field, or of a ticket's type
     */
    public record Zendesk(
            boolean enabled,
            @NotNull
                    @Pattern(
                            regexp = "([a-z0-9-]{1,63})?",
                            message =
                                    "ZENDESK_SUBDOMAIN has to be the name before .zendesk.com, of a"
                                            + " to z, 0 to 9 and -")
                    String subdomain,
            @NotNull String email,
            @NotNull String apiToken,
            @NotNull String webhookSecret,
            @NotNull String webhookSecretNext,
            @NotNull
                    @Pattern(
                            regexp = "(\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01]))?",
                            message = "CS_ZENDESK_SINCE has to be a day, as 2026-01-31")
                    String since,
            boolean pushLocalTickets,
            @NotNull
                    @Pattern(
                            regexp = "\\d{0,19}",
                            message =
                                    "CS_ZENDESK_CATEGORY_FIELD has to be the id of a ticket field")
                    String categoryField,
            @NotNull Map<String, String> categories) {
        public Zendesk {
            subdomain = text(subdomain);
            email = text(email);
            apiToken = text(apiToken);
            webhookSecret = text(webhookSecret);
            webhookSecretNext = text(webhookSecretNext);
            since = text(since);
            categoryField = text(categoryField);
            categories = categories == null ? Map.of() : Map.copyOf(categories);
        }

        static Zendesk off() {
            return new Zendesk(false, "", "", "", "", "", "", false, "", Map.of());
        }

        List<String> missing() {
            return empty(
                    "ZENDESK_SUBDOMAIN",
                    subdomain,
                    "ZENDESK_EMAIL",
                    email,
                    "ZENDESK_API_TOKEN",
                    apiToken,
                    "ZENDESK_WEBHOOK_SECRET",
                    webhookSecret);
        }

        /** Whether tickets that are opened here are sent to it. */
        @JsonIgnore
        public boolean pushesTickets() {
            return enabled && pushLocalTickets;
        }

        @Override
        public String toString() {
            return "Zendesk[redacted]";
        }
    }

    /**
     * Intercom.
     *
     * @param clientSecret signs what it delivers
     * @param clientSecretNext valid alongside the other while one replaces it
     * @param adminId the sender of messages in the product; empty: none are sent
     * @param pushEvents whether changes of health and stage are sent to it, as events of the client's primary contact
     * @param pushNotes whether a person's notes on a call or a meeting are added there to the contact it was with
     */
    public record Intercom(
            boolean enabled,
            @NotNull String accessToken,
            @NotNull String clientSecret,
            @NotNull String clientSecretNext,
            @NotNull
                    @Pattern(
                            regexp = "us|eu|au",
                            message = "INTERCOM_REGION has to be us, eu or au")
                    String region,
            @NotNull
                    @Pattern(
                            regexp = "\\d{0,19}",
                            message = "INTERCOM_ADMIN_ID has to be the id of a teammate")
                    String adminId,
            boolean pushEvents,
            boolean pushNotes) {
        public Intercom {
            accessToken = text(accessToken);
            clientSecret = text(clientSecret);
            clientSecretNext = text(clientSecretNext);
            region = usual(region, "us");
            adminId = text(adminId);
        }

        static Intercom off() {
            return new Intercom(false, "", "", "", "", "", false, false);
        }

        List<String> missing() {
            return empty(
                    "INTERCOM_ACCESS_TOKEN", accessToken, "INTERCOM_CLIENT_SECRET", clientSecret);
        }

        @Override
        public String toString() {
            return "Intercom[redacted]";
        }
    }

    /**
     * Mixpanel.
     *
     * @param projectToken the token with which events are sent to it
     * @param clientProperty the property of an event that names its client
     * @param featureMap for each event, the feature that it is a use of
     * @param typeMap for each event, our type; other events keep their names
     * @param quantityProperty the property of an event that holds its quantity; empty for none
     * @param projectTimeZone of its days, which is UTC for projects made in 2023 or later
     * @param pushEnabled whether changes of health and stage, and the state of clients, are sent to it
     */
    public record Mixpanel(
            boolean enabled,
            @NotNull String projectId,
            @NotNull String serviceAccount,
            @NotNull String serviceSecret,
            @NotNull String projectToken,
            @NotNull
                    @Pattern(
                            regexp = "us|eu|in",
                            message = "MIXPANEL_REGION has to be us, eu or in")
                    String region,
            @NotNull String clientProperty,
            @NotNull Map<String, @Size(min = 1, max = 200) String> featureMap,
            @NotNull Map<String, @Size(min = 1, max = 100) String> typeMap,
            @NotNull String quantityProperty,
            @NotNull String projectTimeZone,
            boolean pushEnabled) {
        public Mixpanel {
            projectId = text(projectId);
            serviceAccount = text(serviceAccount);
            serviceSecret = text(serviceSecret);
            projectToken = text(projectToken);
            region = usual(region, "us");
            clientProperty = usual(clientProperty, "company_id");
            featureMap = featureMap == null ? Map.of() : Map.copyOf(featureMap);
            typeMap = typeMap == null ? Map.of() : Map.copyOf(typeMap);
            quantityProperty = text(quantityProperty);
            projectTimeZone = usual(projectTimeZone, "UTC");
        }

        static Mixpanel off() {
            return new Mixpanel(false, "", "", "", "", "", "", Map.of(), Map.of(), "", "", false);
        }

        @JsonIgnore
        @ValidationMethod(
                message =
                        "integrations.mixpanel: projectTimeZone (CS_MIXPANEL_TIME_ZONE) is no time"
                                + " zone as Europe/Berlin, or projectId (MIXPANEL_PROJECT_ID) is no"
                                + " number")
        public boolean isUsable() {
            return ZoneId.getAvailableZoneIds().contains(projectTimeZone)
                    && (projectId.isEmpty() || projectId.matches("\\d{1,20}"));
        }

        List<String> missing() {
            return empty(
                    "MIXPANEL_PROJECT_ID",
                    projectId,
                    "MIXPANEL_SERVICE_ACCOUNT",
                    serviceAccount,
                    "MIXPANEL_SERVICE_SECRET",
                    serviceSecret,
                    "MIXPANEL_PROJECT_TOKEN",
                    projectToken);
        }

        @Override
        public String toString() {
            return "Mixpanel[redacted]";
        }
    }

    /**
     * SendGrid.
     *
     * @param fromEmail the address that the account has verified; mails are sent from {@code email.senders}, which
     *     has to include it
     * @param webhookPublicKeyNext valid alongside the other while one replaces it
     * @param sandbox whether it only checks mails and sends none
     */
    public record SendGrid(
            boolean enabled,
            @NotNull String apiKey,
            @NotNull String fromEmail,
            @NotNull String webhookPublicKey,
            @NotNull String webhookPublicKeyNext,
            @NotNull
                    @Pattern(
                            regexp = "global|eu",
                            message = "SENDGRID_REGION has to be global or eu")
                    String region,
            boolean sandbox,
            boolean trackOpens,
            boolean trackClicks) {
        public SendGrid {
            apiKey = text(apiKey);
            fromEmail = text(fromEmail);
            webhookPublicKey = text(webhookPublicKey);
            webhookPublicKeyNext = text(webhookPublicKeyNext);
            region = usual(region, "global");
        }

        static SendGrid off() {
            return new SendGrid(false, "", "", "", "", "", false, false, false);
        }

        List<String> missing() {
            return empty(
                    "SENDGRID_API_KEY",
                    apiKey,
                    "SENDGRID_FROM_EMAIL",
                    fromEmail,
                    "SENDGRID_WEBHOOK_PUBLIC_KEY",
                    webhookPublicKey);
        }

        @Override
        public String toString() {
            return "SendGrid[redacted]";
        }
    }
}
