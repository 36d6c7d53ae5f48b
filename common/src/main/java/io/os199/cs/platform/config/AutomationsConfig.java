package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonIgnore;

import io.dropwizard.validation.ValidationMethod;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Limits on communication automations.
 *
 * @param webhookHosts hosts that may be notified by https that an automation ran
 * @param webhookKey signs these notifications; may be a reference to where it is kept
 * @param minBaseline number of users, events or minutes in 28 days below which a change of use is not significant
 * @param maxRunsPerDay maximum for one automation, after which it stops and waits for a person
 */
public record AutomationsConfig(
        @NotNull List<String> webhookHosts,
        @NotNull String webhookKey,
        @Min(1) @Max(1_000_000) int minBaseline,
        @Min(1) @Max(100_000) int maxRunsPerDay) {
    private static final int USUAL_BASELINE = 20;
    private static final int USUAL_RUNS = 200;

    public AutomationsConfig {
        webhookHosts =
                webhookHosts == null
                        ? List.of()
                        : webhookHosts.stream().filter(each -> !each.isBlank()).toList();
        webhookKey = text(webhookKey);
        minBaseline = minBaseline == 0 ? USUAL_BASELINE : minBaseline;
        maxRunsPerDay = maxRunsPerDay == 0 ? USUAL_RUNS : maxRunsPerDay;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    static AutomationsConfig usual() {
        return new AutomationsConfig(List.of(), "", USUAL_BASELINE, USUAL_RUNS);
    }

    @JsonIgnore
    @ValidationMethod(
            message =
                    "automations: webhookKey (CS_AUTOMATION_WEBHOOK_KEY) has to be set where"
                            + " webhookHosts (CS_AUTOMATION_WEBHOOK_HOSTS) names one: it signs what"
                            + " they are told")
    public boolean isSigned() {
        return webhookHosts.isEmpty() || !webhookKey.isEmpty();
    }
}
